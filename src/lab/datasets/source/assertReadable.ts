import { HoldoutError } from '../../../core/errors.ts'
import type { CsvScanner, RejectedRow } from '../../../core/csv/csvScanner.ts'
import { rejectionText } from '../types/buildLedger.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import type { Reading } from './readSource.ts'
import { notTextError } from './refuseForeign.ts'

/** @throws HoldoutError `csv/not-text`, `csv/no-rows`, or the code of the first row that does not fit, unless such are left out */
export function assertReadable({ source, scan: { scanner } }: Reading, choices: DatasetChoices): void {
  if (scanner.hasNul) throw notTextError(source.name)
  const [first] = scanner.rejected
  const isFatal =
    first !== undefined && (choices.rejected !== 'leaveOut' || first.kind === 'openQuote' || scanner.rows === 0)
  if (isFatal) {
    throw new HoldoutError(REJECTION_CODES[first.kind], `${source.name}, ${rejectionText(first)}`, {
      line: first.line,
      path: source.path,
      hint: hintFor(scanner, first),
    })
  }
  if (scanner.rows > 0) return
  throw new HoldoutError(
    'csv/no-rows',
    `${source.name}: the file has no rows${scanner.header ? ', only a header' : ''}.`,
    { path: source.path, hint: 'Export it again with its rows.' },
  )
}

/** What most rows tell: that a table begins further down, or that its header is one name short. */
function hintFor(scanner: CsvScanner, first: RejectedRow): string {
  if (first.kind !== 'fields') return REJECTION_HINTS[first.kind]
  const width = mostFrequent(scanner.rejected.filter(({ kind }) => kind === 'fields').map(({ fields }) => fields))
  const alike = scanner.rejected.filter(({ fields }) => fields === width)
  if (alike.length <= scanner.rows) return REJECTION_HINTS.fields
  if (scanner.rows === 0 && scanner.header && width === scanner.fields + 1)
    return `All rows have one field more than line ${String(scanner.headerLine)}: if it is the header, give each column a name; if it is a title, remove it.`
  return `Most rows have ${String(width)} fields: the table seems to begin in line ${String(alike[0].line)}. Remove the lines above it.`
}

function mostFrequent(numbers: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0]
}

/** Codes of rows that do not fit. */
export const REJECTION_CODES = {
  fields: 'csv/ragged-row',
  quote: 'csv/text-after-quote',
  openQuote: 'csv/open-quote',
} as const
const REJECTION_HINTS = {
  fields: 'Fix the line, or leave such rows out (rejected: leaveOut); they are then listed.',
  quote: 'Double the quotes inside the field, or leave such rows out (rejected: leaveOut).',
  openQuote: 'Close the quote on this line, or name another quote character.',
} as const
