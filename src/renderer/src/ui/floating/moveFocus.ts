/** What is typed so far to find an entry, and when. */
export interface Typed {
  text: string
  atMs: number
}

const FORGOTTEN_MS = 1000
const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(count - 1, at + 1),
  ArrowUp: (at) => Math.max(0, at < 0 ? 0 : at - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
  PageDown: (at, count) => Math.min(count - 1, at + 10),
  PageUp: (at) => Math.max(0, at - 10),
}

/**
 * Moves the keyboard among the entries of a list by arrows, Home, End and first letters. True where the key was meant for that.
 *
 * @param typed is kept by the caller from key to key.
 */
export function moveFocus(event: KeyboardEvent, entries: readonly HTMLElement[], typed: Typed): boolean {
  const at = entries.findIndex((entry) => entry === document.activeElement)
  if (Object.hasOwn(STEPS, event.key)) {
    entries[STEPS[event.key](at, entries.length)]?.focus()
    return true
  }
  const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  const isFresh = event.timeStamp - typed.atMs > FORGOTTEN_MS
  if (!isLetter || (event.key === ' ' && (isFresh || typed.text === ''))) return false
  typed.text = (isFresh ? '' : typed.text) + event.key.toLowerCase()
  typed.atMs = event.timeStamp
  const isRepeated = typed.text.length > 1 && new Set(typed.text).size === 1
  const wanted = isRepeated ? typed.text.charAt(0) : typed.text
  const first = wanted.length === 1 ? at + 1 : Math.max(0, at)
  const inOrder = [...entries.slice(first), ...entries.slice(0, first)]
  inOrder.find((entry) => entryText(entry).startsWith(wanted))?.focus()
  return true
}

function entryText(entry: HTMLElement): string {
  return (entry.dataset['text'] ?? entry.textContent).trim().toLowerCase()
}
