import { onScopeDispose } from 'vue'
import { isTextField } from './isTextField.ts'

type Field = HTMLInputElement | HTMLTextAreaElement
interface Typing {
  /** The text as it was last typed: another one was not, and there is no way back from it. */
  text: string
  readonly past: string[]
  readonly future: string[]
  /** The text was refused: there is no way back to it. */
  isWrong: boolean
  /** What was typed and when: letters in a row are one step. */
  kind: string
  at: number
}

const MOST_STEPS = 300
const PAUSE_MS = 700

/**
 * Undo in text fields, for as long as the component lives: Ctrl+Z takes back what was typed in the field that has the focus, and
 * nothing else. The browser's own goes on into other fields, and brings back what a field has refused or replaced.
 */
export function useFieldUndo(): void {
  const typings = new WeakMap<Field, Typing>()
  /** Whose text was put back and not yet taken over. */
  let open: Field | undefined

  function typingOf(field: Field, text = field.value): Typing {
    const known = typings.get(field)
    if (known?.text === text) return known
    const fresh = { text, past: [], future: [], isWrong: false, kind: '', at: -Infinity }
    typings.set(field, fresh)
    return fresh
  }
  /** Before the text changes: what it is now may not have been typed. */
  function onBefore({ target }: Event): void {
    if (isField(target)) typingOf(target).isWrong = isRefused(target)
  }
  function onInput(event: Event): void {
    const { target } = event
    if (!isField(target) || (event as InputEvent).isComposing) return
    const typing = typings.get(target)
    if (!typing || typing.text === target.value) return
    const { inputType } = event as InputEvent
    const isOne = inputType === typing.kind && event.timeStamp - typing.at < PAUSE_MS
    if (!typing.isWrong && (!isOne || typing.past.length === 0)) typing.past.push(typing.text)
    if (typing.past.length > MOST_STEPS) typing.past.shift()
    typing.future.length = 0
    Object.assign(typing, { text: target.value, kind: inputType, at: event.timeStamp })
  }
  function onKey(event: KeyboardEvent): void {
    const { target, ctrlKey, metaKey, altKey, shiftKey } = event
    const key = event.key.toLowerCase()
    const isRedo = key === 'y' || shiftKey
    if (ctrlKey === metaKey || altKey || !['z', 'y'].includes(key) || !isField(target) || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    const typing = typingOf(target)
    const [from, to] = isRedo ? [typing.future, typing.past] : [typing.past, typing.future]
    const text = from.pop()
    if (text === undefined) return
    if (!isRefused(target)) to.push(typing.text)
    Object.assign(typing, { text, kind: '' })
    replace(target, text)
    open = target
  }
  /** What was put back is taken over as what is typed: when the field is left. */
  function onLeave({ target }: Event): void {
    if (open === target) target?.dispatchEvent(new Event('change', { bubbles: true }))
    open = undefined
  }
  function onChange({ target }: Event): void {
    if (open === target) open = undefined
  }
  const listeners = Object.entries({
    beforeinput: onBefore,
    compositionstart: onBefore,
    input: onInput,
    compositionend: onInput,
    keydown: onKey,
    focusout: onLeave,
    change: onChange,
  }) as [string, EventListener][]
  for (const [name, listener] of listeners) window.addEventListener(name, listener, { capture: true })
  onScopeDispose(() => {
    for (const [name, listener] of listeners) window.removeEventListener(name, listener, { capture: true })
  })
}

function isField(target: EventTarget | null): target is Field {
  // A slider is an input too, and has no text.
  return isTextField(target) && 'selectionStart' in target && target.selectionStart !== null
}
/** Whether an entry is marked as wrong. A long text is wrong most of the time while it is typed. */
function isRefused(field: Field): boolean {
  return field.tagName === 'INPUT' && field.getAttribute('aria-invalid') === 'true'
}

/** Puts another text into the field, with the caret where they differ. */
function replace(field: Field, text: string): void {
  const { value } = field
  let [end, oldEnd] = [text.length, value.length]
  let start = 0
  while (start < Math.min(end, oldEnd) && text[start] === value[start]) start += 1
  for (; end > start && oldEnd > start && text[end - 1] === value[oldEnd - 1]; end -= 1) oldEnd -= 1
  field.setRangeText(text.slice(start, end), start, oldEnd, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }))
}
