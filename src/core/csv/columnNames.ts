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
  return wanted.map((name, index) => {
    const original = header[index] ?? ''
    if (name === '') return { name: claim(`V${String(index + 1)}`, taken, seen), original, reason: 'empty' }
    if (seen.has(name)) return { name: claim(`${name}_2`, taken, seen), original, reason: 'duplicate' }
    seen.add(name)
    return name === original ? { name } : { name, original, reason: 'padded' }
  })
}

function claim(wanted: string, taken: Set<string>, seen: Set<string>): string {
  const stem = wanted.replace(/_\d+$/, '')
  let name = wanted
  for (let next = 2; taken.has(name) || seen.has(name); next++) name = `${stem}_${String(next)}`
  taken.add(name)
  seen.add(name)
  return name
}
