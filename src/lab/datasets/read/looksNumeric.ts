import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import { isAmbiguousPlain } from '../../../core/dataset/numberStyle.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import type { FieldPlan } from '../types/columnPlan.ts'
import { styleRequest } from '../types/styleRequest.ts'
import { ownChoice } from './planFields.ts'

/** Rows of the preview that a field is judged by before it is read. */
const ROWS_JUDGED = 20
const PLAIN_NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/

/** Whether a field seems to hold plain numbers alone, judged by its first cells. */
export function looksNumeric(
  { field, name, valueTokens, missingNumbers }: FieldPlan,
  { scanner, choices }: { readonly scanner: CsvScanner; readonly choices: DatasetChoices },
): boolean {
  const { decimal, thousands } = styleRequest(choices, name.name)
  const own = ownChoice(choices, name.name)
  if (own?.labels !== undefined) return false
  if ((own?.type !== undefined && own.type !== 'number') || own?.format !== undefined) return false
  if (missingNumbers.length > 0) return false
  if (decimal === ',' || (thousands !== undefined && thousands !== '') || scanner.mayHaveCodes(field)) return false
  const cells = scanner.preview
    .slice(0, ROWS_JUDGED)
    .map((row) => row[field] ?? '')
    .filter((cell) => !valueTokens.includes(cell.trim()))
  return (
    cells.length > 0 && cells.every((cell) => PLAIN_NUMBER.test(cell)) && (decimal !== undefined || !isAmbiguous(cells))
  )
}

/** Whether every point may stand between thousands, so that the whole column has to be seen. */
function isAmbiguous(cells: readonly string[]): boolean {
  const pointed = cells.filter((cell) => cell.includes('.'))
  return pointed.length > 0 && pointed.every(isAmbiguousPlain)
}
