import { matchKeybindingPress, parseKeybinding } from 'tinykeys'
import { onScopeDispose } from 'vue'
import { useCommandStore } from '../stores/commandStore.ts'

/** Runs commands by their keys, for as long as the component lives. */
export function useShortcuts(): void {
  const store = useCommandStore()
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    // The room that is shown comes after the shell and beats it.
    const command = store.commands.findLast(
      ({ keys, disabledReason }) => keys !== undefined && disabledReason === undefined && isPressed(event, keys),
    )
    if (command && store.run(command)) event.preventDefault()
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => window.removeEventListener('keydown', onKey))
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

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea'))
  )
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
