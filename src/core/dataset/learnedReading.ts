import { columnSettings } from './columnSettings.ts'
import type { ColumnSettings, DatasetSettings } from './datasetSettings.ts'
import type { DatasetColumn, Inspection } from './inspection.ts'

/**
 * Everything that was chosen or guessed when a file was read, as settings by which another file is read alike: header, delimiter and
 * quote, and for each column its type and how its numbers and dates are written.
 */
export function learnedReading(
  settings: DatasetSettings,
  { columns, dialect }: Pick<Inspection, 'columns'> & Partial<Pick<Inspection, 'dialect'>>,
): DatasetSettings {
  const learned = columns.map(
    (column) =>
      [column.name, { ...columnSettings(settings.columns, column.name), ...learnedColumn(column, dialect) }] as const,
  )
  return {
    ...settings,
    ...(dialect && { header: dialect.header, delimiter: dialect.delimiter, quote: dialect.quote }),
    columns: { ...settings.columns, ...Object.fromEntries(learned) },
  }
}

function learnedColumn(column: DatasetColumn, dialect: Inspection['dialect'] | undefined): ColumnSettings {
  const { type, style, dateFormat } = column
  if (type === 'number') {
    const thousands = style?.thousands ?? ''
    return { type, decimal: decimalOf(column, dialect), ...(thousands !== '' && { thousands }) }
  }
  const { labels } = column
  return { type, ...(labels && { labels }), ...(dateFormat !== undefined && { format: dateFormat }) }
}

/** Whole numbers show no decimal sign: theirs is that of the file. */
function decimalOf({ style, profile }: DatasetColumn, dialect: Inspection['dialect'] | undefined): '.' | ',' {
  if (style) return style.decimal
  const isWhole = profile.kind === 'number' && profile.isInteger
  return isWhole ? (dialect?.decimal ?? '.') : '.'
}
