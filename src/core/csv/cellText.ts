/** What a cell of a CSV says: its text without quotes around it, and without blanks around that. */
export function cellText(text: string, quote: string): string {
  const isQuoted = quote !== '' && text.length > 1 && text.startsWith(quote) && text.endsWith(quote)
  const cell = isQuoted ? text.slice(1, -1).replaceAll(quote + quote, quote) : text
  return hasBlanks(cell) ? cell.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '') : cell
}

function hasBlanks(cell: string): boolean {
  return cell.charCodeAt(0) <= 32 || cell.charCodeAt(cell.length - 1) <= 32
}
