/** A column's name, and what it was before. */
export interface ColumnName {
  readonly name: string
  /** As in the file, where it had to change. */
  readonly original?: string
  readonly reason?: 'empty' | 'duplicate' | 'padded'
}

/** Names of a table without a header: V1…Vn. */
export function namelessColumns(count: number): ColumnName[] {
  return Array.from({ length: count }, (_, index) => ({ name: `V${String(index + 1)}` }))
}

/** Unique, trimmed, non-empty names for the cells of a header; the first of equal names keeps it. */
export function columnNames(header: readonly string[]): ColumnName[] {
  const wanted = header.map((cell) => cell.trim())
  const taken = new Set(wanted)
  const seen = new Set<string>()
  const tried = new Map<string, number>()
  return wanted.map((name, index) => {
    const original = header[index] ?? ''
    if (name === '') return { name: claim(`V${String(index + 1)}`, taken, tried), original, reason: 'empty' }
    if (seen.has(name)) return { name: claim(`${name}_2`, taken, tried), original, reason: 'duplicate' }
    seen.add(name)
    return name === original ? { name } : { name, original, reason: 'padded' }
  })
}

/** @param tried where the search for a free name of a stem goes on: thousands of columns may have one name */
function claim(wanted: string, taken: Set<string>, tried: Map<string, number>): string {
  const stem = wanted.replace(/_\d+$/, '')
  let name = wanted
  let next = tried.get(stem) ?? 2
  for (; taken.has(name); next++) name = `${stem}_${String(next)}`
  tried.set(stem, next)
  taken.add(name)
  return name
}
