import type { DatasetColumn, DatasetWarning, Inspection } from './inspection.ts'

/** What a person should know about a dataset before thinking of any experiment. */
export function datasetWarnings(
  inspection: Pick<Inspection, 'columns' | 'rows' | 'duplicateRows' | 'sample'>,
): DatasetWarning[] {
  const { columns, rows, duplicateRows, sample } = inspection
  const warnings: DatasetWarning[] = []
  if (sample)
    warnings.push({
      code: 'sample',
      message: `Only the first ${String(rows)} rows were looked at; an import reads them all.`,
    })
  if (columns.length === 1)
    warnings.push({ code: 'one-column', message: 'There is only one column: nothing to predict it from.' })
  if (duplicateRows > 0)
    warnings.push({
      code: 'duplicate-rows',
      message: `${String(duplicateRows)} of ${String(rows)} rows equal an earlier row.`,
    })
  return [...warnings, ...columns.flatMap((column) => columnWarnings(column, rows))]
}

function columnWarnings(column: DatasetColumn, rows: number): DatasetWarning[] {
  const { name, profile, bigIntegers, nonFinite, unreadable, missing } = column
  const warnings: DatasetWarning[] = []
  const add = (code: string, message: string): void => {
    warnings.push({ code, message, column: name })
  }
  if (missing === rows) add('empty-column', `${name} holds no value.`)
  else if (profile.distinct === 1) add('constant-column', `${name} is constant: it can tell nothing apart.`)
  if (bigIntegers > 0)
    add(
      'big-integers',
      `${name} has ${String(bigIntegers)} whole numbers beyond 2^53: as a numeric feature they would lose digits.`,
    )
  if (nonFinite > 0)
    add('non-finite', `${name} has ${String(nonFinite)} cells that are not finite; they count as missing.`)
  if (unreadable > 0)
    add(
      'unreadable-cells',
      `${name} has ${String(unreadable)} cells that are no ${column.type}; they count as missing.`,
    )
  return warnings
}
