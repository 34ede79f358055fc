/** A cell of a written CSV; `null`, `undefined` and NaN become an empty cell. */
export type CsvCell = string | number | boolean | null | undefined

/**
 * A table as CSV text (RFC 4180, `\n`), safe to open in a spreadsheet: text that a spreadsheet would run as a formula (it begins
 * with `=`, `+`, `-`, `@`, a tab or a carriage return) gets an apostrophe before it, as OWASP advises. Numbers are written as they
 * are, shortest form that reads back to the same bits; so are texts that are nothing but a number, such as `-1.5`.
 */
export function writeCsv(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return [...csvParts(header, rows)].join('')
}

const LINES_A_PART = 2000

/** The text of {@link writeCsv} in parts of at most a few thousand lines: that of many millions is longer than a text can be. */
export function* csvParts(header: readonly string[], rows: Iterable<readonly CsvCell[]>): Generator<string, void> {
  let lines = [`${csvLine(header)}\n`]
  for (const row of rows) {
    if (lines.length >= LINES_A_PART) {
      yield lines.join('')
      lines = []
    }
    lines.push(`${csvLine(row)}\n`)
  }
  yield lines.join('')
}

/** One line of {@link writeCsv}, without its newline: for writing big tables bit by bit. */
export function csvLine(cells: readonly CsvCell[]): string {
  // A lone empty cell would make a blank line, which readers skip.
  if (cells.length === 1 && cellText(cells[0]) === '') return '""'
  // Numbers hold nothing that needs quotes.
  return cells.map((cell) => (typeof cell === 'number' ? cellText(cell) : quoted(cellText(cell)))).join(',')
}

const RUNS_IN_SPREADSHEETS = /^[\t\r\n ]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** Text as a spreadsheet shows it and does not run it. */
export function harmless(text: string): string {
  return RUNS_IN_SPREADSHEETS.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : numberText(cell)
  return typeof cell === 'boolean' ? String(cell) : harmless(cell)
}

function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : harmless('-inf')
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
