import { HoldoutError } from '../../core/errors.ts'
import { rejectionText } from './buildLedger.ts'
import type { DatasetChoices } from './datasetChoices.ts'
import type { Reading } from './readSource.ts'
import { notTextError } from './refuseForeign.ts'

/** @throws HoldoutError `csv/not-text`, `csv/no-rows`, or the code of the first row that does not fit, unless such are left out */
export function assertReadable({ source, scan: { scanner } }: Reading, choices: DatasetChoices): void {
  if (scanner.hasNul) throw notTextError(source.name)
  const [first] = scanner.rejected
  const isFatal = first !== undefined && (choices.rejected !== 'leaveOut' || first.kind === 'openQuote')
  if (isFatal) {
    throw new HoldoutError(REJECTION_CODES[first.kind], `${source.name}, ${rejectionText(first)}`, {
      line: first.line,
      path: source.path,
      hint: REJECTION_HINTS[first.kind],
    })
  }
  if (scanner.rows > 0) return
  throw new HoldoutError(
    'csv/no-rows',
    `${source.name}: the file has no rows${scanner.header ? ', only a header' : ''}.`,
    { path: source.path, hint: 'Export it again with its rows.' },
  )
}

/** Codes of rows that do not fit. */
export const REJECTION_CODES = {
  fields: 'csv/ragged-row',
  quote: 'csv/text-after-quote',
  openQuote: 'csv/open-quote',
} as const
const REJECTION_HINTS = {
  fields: 'Mend the line, or leave such rows out (rejected: leaveOut); they are then listed.',
  quote: 'Double the quotes inside the field, or leave such rows out (rejected: leaveOut).',
  openQuote: 'Close the quote on this line, or name another quote character.',
} as const
