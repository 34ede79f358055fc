import type { DatasetColumn } from '../../../core/dataset/inspection.ts'
import { HoldoutError } from '../../../core/errors.ts'

/**
 * The columns whose cells are copied through as they are in the file: those of `whereFound` that it has, then `names`; each once.
 * @throws HoldoutError `dataset/no-such-column`
 */
export function copiedColumns(
  columns: readonly DatasetColumn[],
  names: readonly string[],
  whereFound: readonly string[],
): readonly DatasetColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const wanted = new Set([...whereFound.filter((name) => byName.has(name)), ...names])
  return [...wanted].map((name) => {
    const column = byName.get(name)
    if (column) return column
    throw noSuchColumn(name, [...byName.keys()])
  })
}

function noSuchColumn(name: string, names: readonly string[]): HoldoutError {
  return new HoldoutError('dataset/no-such-column', `There is no column ${JSON.stringify(name)} to copy.`, {
    hint: `The columns are ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}.`,
  })
}
