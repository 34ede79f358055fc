import type { CsvDialect } from './csvDialect.ts'

/** The cells of one well-formed row, untrimmed. */
export function splitRow(row: string, dialect: CsvDialect): string[] {
  const { delimiter, quote, escape } = dialect
  const cells: string[] = []
  let at = 0
  for (;;) {
    const quoted = quote === '' ? -1 : quoteStart(row, at, quote)
    if (quoted < 0) {
      const end = row.indexOf(delimiter, at)
      cells.push(end < 0 ? row.slice(at) : row.slice(at, end))
      if (end < 0) return cells
      at = end + 1
    } else {
      const { value, next } = unquote(row, quoted + 1, quote, escape)
      cells.push(value)
      const end = row.indexOf(delimiter, next)
      if (end < 0) return cells
      at = end + 1
    }
  }
}

function quoteStart(row: string, from: number, quote: string): number {
  let at = from
  while (row[at] === ' ' || row[at] === '\t') at++
  return row[at] === quote ? at : -1
}

function unquote(row: string, from: number, quote: string, escape: string): { value: string; next: number } {
  let value = ''
  let at = from
  while (at < row.length) {
    const char = row.charAt(at)
    if (char === escape && escape !== quote) {
      value += row.charAt(at + 1)
      at += 2
    } else if (char === quote) {
      if (row[at + 1] !== quote || escape !== quote) return { value, next: at + 1 }
      value += quote
      at += 2
    } else {
      value += char
      at++
    }
  }
  return { value, next: at }
}

function quoteCell(cell: string, delimiter: string, quote: string): string {
  if (quote === '') return cell
  const isSafe = !cell.includes(delimiter) && !cell.includes(quote) && !/[\r\n]/.test(cell)
  return isSafe ? cell : quote + cell.replaceAll(quote, quote + quote) + quote
}

/** A row of cells in its plain form. Quotes inside quotes are always doubled, whatever the file does. */
export function serializeRow(cells: readonly string[], { quote, delimiter }: CsvDialect): string {
  const line = cells.map((cell) => quoteCell(cell, delimiter, quote)).join(delimiter)
  // A lone blank cell would read as a blank line.
  return line.trim() === '' && cells.length === 1 ? quote + line + quote : line
}
