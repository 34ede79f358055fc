import { matchKeybindingPress, parseKeybinding } from 'tinykeys'
import { onScopeDispose } from 'vue'
import { useCommandStore } from '../stores/commandStore.ts'
import { isTextField } from './isTextField.ts'

/**
 * Runs commands by their keys, for as long as the component lives. Keys with Ctrl or ⌘ come before what the focused control
 * would do with them, also where their command cannot be run now. Plain keys come after it, and so does everything in a text
 * field: what was typed is taken over first.
 */
export function useShortcuts(): void {
  const store = useCommandStore()
  const onKey = (isEarly: boolean) => (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const pressed = store.commands.filter(
      ({ keys }) => keys !== undefined && comesFirst(event, keys) === isEarly && isPressed(event, keys),
    )
    // The room that is shown comes after the shell and beats it.
    const command = pressed.findLast(({ disabledReason }) => disabledReason === undefined)
    const isRun = command !== undefined && store.run(command)
    if (isRun || (isEarly && pressed.length > 0)) event.preventDefault()
    if (isEarly && pressed.length > 0) event.stopPropagation()
  }
  const [early, late] = [onKey(true), onKey(false)]
  window.addEventListener('keydown', early, { capture: true })
  window.addEventListener('keydown', late)
  onScopeDispose(() => {
    window.removeEventListener('keydown', early, { capture: true })
    window.removeEventListener('keydown', late)
  })
}

function comesFirst(event: KeyboardEvent, keys: string): boolean {
  return isGlobal(keys) && !isTextField(event.target)
}

function isPressed(event: KeyboardEvent, keys: string): boolean {
  const press = parseKeybinding(keys)[0]
  if (!matchKeybindingPress(event, press)) return false
  return isGlobal(keys) ? !isTaken(event, keys) : !isMeantForFocus(event.target, keys) && !isTaken(event, keys)
}

/** With Ctrl or ⌘ a shortcut works everywhere; a letter alone, an arrow or Delete only where it means nothing else. */
function isGlobal(keys: string): boolean {
  return keys.includes('$mod+') || keys.includes('Alt+')
}

/** In a text field undo and redo are the field's own; in an open dialog or menu nothing outside it can be done. */
function isTaken(event: KeyboardEvent, keys: string): boolean {
  const isEditing = isTextField(event.target)
  if (isEditing && /^\$mod\+(Shift\+)?[zydax]$/i.test(keys)) return true
  return document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]') !== null
}

/** Where letters find an option. */
const FINDS = 'select, [role=listbox], [role=menu], [role=combobox]'
/** Where arrows go from one to the next. */
const MOVES = `${FINDS}, [role=radiogroup], [role=grid], [role=treegrid], [role=tablist], [role=slider], input[type=radio]`
/** What Space presses. */
const PRESSED = `${MOVES}, button, summary, [role=switch], [role=checkbox], input[type=checkbox]`

/** Whether a plain key means something already to what has the focus. */
function isMeantForFocus(target: EventTarget | null, keys: string): boolean {
  if (isTextField(target)) return true
  if (!(target instanceof HTMLElement)) return false
  const own = keys === 'Space' ? PRESSED : keys.length === 1 ? FINDS : MOVES
  return target.closest(own) !== null
}
