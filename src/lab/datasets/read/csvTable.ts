import { literal, pathLiteral } from './duckDatabase.ts'

/** A file that DuckDB can read without guessing anything. */
export interface CsvTable {
  readonly path: string
  readonly delimiter: string
  readonly quote: string
  readonly fields: number
  /** Physical lines before the first row. */
  readonly skip: number
  readonly longestRow: number
  readonly rows: number
  readonly newline: '\n' | '\r\n'
}

/** SQL for the table of a CSV: columns `c0`… of VARCHAR, nothing guessed, any row that does not fit is an error. */
export function csvTableSql(csv: CsvTable): string {
  const columns = Array.from({ length: csv.fields }, (_, field) => `'c${String(field)}': 'VARCHAR'`).join(', ')
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
