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
  return isGlobal(keys) ? !isTaken(event, keys) : !isTyping(event.target) && !isTaken(event, keys)
}

/** With Ctrl or ⌘ a shortcut works everywhere; a letter alone, an arrow or Delete only where nobody types. */
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

/** Where plain keys mean something already. */
function isTyping(target: EventTarget | null): boolean {
  if (isTextField(target)) return true
  return (
    target instanceof HTMLElement &&
    target.closest('select, [role=listbox], [role=menu], [role=radiogroup], [role=grid], [role=combobox]') !== null
  )
}
