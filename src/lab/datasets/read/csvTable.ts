import { literal, pathLiteral } from './duckDatabase.ts'

/** A file that DuckDB can read without guessing anything. */
export interface CsvTable {
  readonly path: string
  readonly delimiter: string
  readonly quote: string
  readonly fields: number
  /** The fields it has, where it has not all that the file has; one more that means nothing follows them. */
  readonly only?: readonly number[]
  /** Physical lines and bytes before the first row. */
  readonly skip: number
  readonly bodyStart: number
  readonly longestRow: number
  readonly rows: number
  readonly newline: '\n' | '\r\n'
}

/** SQL for the table of a CSV: columns `c0`… of VARCHAR, nothing guessed, any row that does not fit is an error. */
export function csvTableSql(csv: CsvTable): string {
  const names = csv.only
    ? [...csv.only.map(columnName), 'filler']
    : Array.from({ length: csv.fields }, (_, field) => columnName(field))
  const columns = names.map((name) => `'${name}': 'VARCHAR'`).join(', ')
  const longest = Math.max(2 << 20, csv.longestRow + 4096)
  return `read_csv(${pathLiteral(csv.path)}, ${[
    'auto_detect = false',
    `delim = ${literal(csv.delimiter)}`,
    `quote = ${literal(csv.quote)}`,
    `escape = ${literal(csv.quote)}`,
    `new_line = '${csv.newline === '\n' ? '\\n' : '\\r\\n'}'`,
    'header = false',
    `skip = ${String(csv.skip)}`,
    `columns = {${columns}}`,
    'strict_mode = true',
    "comment = ''",
    "compression = 'none'",
    'hive_partitioning = false',
    `max_line_size = ${String(longest)}`,
    `buffer_size = ${String(Math.max(16 << 20, 2 * longest))}`,
  ].join(', ')})`
}

function columnName(field: number): string {
  return `c${String(field)}`
}
