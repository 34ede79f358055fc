/** How a column is picked: alone, together with those that are, or with all between. */
export type PickMode = 'one' | 'toggle' | 'range'

/** What the keys held with a press or with Enter mean. */
export function pickMode(event: Pick<MouseEvent | KeyboardEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>): PickMode {
  if (event.shiftKey) return 'range'
  return event.ctrlKey || event.metaKey ? 'toggle' : 'one'
}

/** The columns picked once another is: `anchor` is where the last pick without Shift was. */
export function pickColumns(
  { picked, anchor }: { readonly picked: ReadonlySet<number>; readonly anchor: number },
  column: number,
  mode: PickMode,
): ReadonlySet<number> {
  if (mode === 'one' || anchor < 0) return new Set([column])
  if (mode === 'range') {
    const [first, last] = [Math.min(anchor, column), Math.max(anchor, column)]
    return new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at))
  }
  const next = new Set(picked.size === 0 ? [anchor] : picked)
  if (!next.delete(column)) next.add(column)
  return next
}
