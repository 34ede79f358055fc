import { columnSettings } from '../../../core/dataset/columnSettings.ts'
import { delimiterName } from '../../../core/csv/csvDialect.ts'
import type { DatasetSettings } from '../../../core/dataset/datasetSettings.ts'
import type { Analysis } from './analyseCsv.ts'
import type { NamedColumn } from './newRows.ts'

/** Where a file is written otherwise than the one a model was trained on, one sentence each. */
export function readingNotes(
  { inspection }: Analysis,
  settings: Partial<DatasetSettings>,
  columns: readonly NamedColumn[],
): string[] {
  return [...dialectNotes(inspection.dialect, settings), ...columns.flatMap((column) => styleNotes(column, settings))]
}

function dialectNotes(
  { delimiter, header }: { readonly delimiter: string; readonly header: boolean },
  settings: Partial<DatasetSettings>,
): string[] {
  const notes: string[] = []
  if (settings.delimiter !== undefined && settings.delimiter !== delimiter)
    notes.push(
      `The delimiter is a ${delimiterName(delimiter)}; the file trained on had a ${delimiterName(settings.delimiter)}.`,
    )
  if (settings.header !== undefined && settings.header !== header)
    notes.push(`The file has ${header ? 'a' : 'no'} header; the file trained on had ${header ? 'none' : 'one'}.`)
  return notes
}

function styleNotes(
  { name, column: { type, style, dateFormat } }: NamedColumn,
  { columns }: Partial<DatasetSettings>,
): string[] {
  const learned = columnSettings(columns, name)
  if (learned?.type === undefined) return []
  const thousands = style?.thousands ?? ''
  if (type === 'number' && thousands !== '' && learned.thousands !== thousands)
    return [
      `${name} has numbers with ${JSON.stringify(thousands)} between thousands, which the file trained on had not.`,
    ]
  if (type === 'date' && dateFormat !== learned.format)
    return [
      `${name} has dates written as ${dateFormat ?? 'yyyy-MM-dd'}; the file trained on had ${learned.format ?? 'yyyy-MM-dd'}.`,
    ]
  return []
}
