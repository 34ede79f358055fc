import { HoldoutError } from '../errors.ts'

/** A column's name, and what it was before. */
export interface ColumnName {
  readonly name: string
  /** As in the file, where it had to change. */
  readonly original?: string
  readonly reason?: 'empty' | 'duplicate' | 'padded' | 'chosen'
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

/**
 * The names once columns were renamed; names that no column has are passed over.
 * @param wanted other names, by the name that a column has
 * @throws HoldoutError `dataset/column-names` where two columns would have one name
 */
export function withNewNames(names: readonly ColumnName[], wanted: Readonly<Record<string, string>>): ColumnName[] {
  const renamed = names.map((column): ColumnName => {
    const name = Object.hasOwn(wanted, column.name) ? wanted[column.name].trim() : column.name
    return name === column.name ? column : { name, original: column.name, reason: 'chosen' }
  })
  const seen = new Set<string>()
  for (const { name } of renamed) {
    if (seen.has(name) || name === '') throw badName(name)
    seen.add(name)
  }
  return renamed
}

function badName(name: string): HoldoutError {
  const what = name === '' ? 'An empty name' : `The name ${JSON.stringify(name)} of two columns`
  return new HoldoutError('dataset/column-names', `${what} was chosen. Expected a name of its own for each column.`, {
    hint: 'Choose another name under `dataset.names`.',
    path: 'dataset.names',
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
