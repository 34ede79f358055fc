import { writeCsv } from '../../core/csv/csvWriter.ts'
import type { CsvCell } from '../../core/csv/csvWriter.ts'
import { DEFAULT_THRESHOLD, isPositive } from '../../core/diagnostics/decision.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import type { PredictedRange } from './predictedRange.ts'
import type { CsvPredictions, PredictedRow } from './predictCsv.ts'

/**
 * Predictions as CSV: row (from 1) and line of the file, the columns copied through, the target where scores were asked for, the
 * prediction (of two classes at the threshold that was stored with the model), for classes the probability of each, the range if
 * one is asked for, and why a row has none, where any has none.
 */
export function predictedCsv(
  model: Pick<SavedModel, 'task' | 'classes' | 'threshold' | 'positiveClass'>,
  { rows, copied, scores }: Pick<CsvPredictions, 'rows' | 'copied' | 'scores'>,
  range?: PredictedRange,
): string {
  const { task, classes } = model
  const hasProblems = rows.some(({ problem }) => problem !== undefined)
  const labels = task === 'regression' ? [] : classes.map((label) => `P(${label})`)
  const actual = scores ? ['actual'] : []
  const header = [
    'row',
    'line',
    ...copied,
    ...actual,
    'predicted',
    ...labels,
    ...(range?.header ?? []),
    ...(hasProblems ? ['problem'] : []),
  ]
  return writeCsv(
    header,
    rows.map((row, index) => [
      index + 1,
      row.line,
      ...row.copied,
      ...(scores ? [row.actual] : []),
      ...predictedCells(row, labels.length, model),
      ...rangeCells(row, range),
      ...(hasProblems ? [row.problem] : []),
    ]),
  )
}

function rangeCells({ value }: PredictedRow, range: PredictedRange | undefined): readonly CsvCell[] {
  if (!range) return []
  return value === undefined ? range.header.map(() => null) : range.cells(value)
}

/** The class or number that is predicted, and for classes the probability of each. */
function predictedCells(
  { value }: PredictedRow,
  labels: number,
  {
    classes,
    threshold = DEFAULT_THRESHOLD,
    positiveClass = classes[1],
  }: Pick<SavedModel, 'classes' | 'threshold' | 'positiveClass'>,
): CsvCell[] {
  if (value === undefined) return Array.from({ length: labels + 1 }, () => null)
  if (labels === 0) return [value as number]
  if (typeof value === 'number') return [calledClass(value, classes, { threshold, positiveClass }), 1 - value, value]
  const probabilities = value
  // The first of the largest, as in scoring: 0.5 against 0.5 is the first class.
  return [classes[probabilities.indexOf(Math.max(...probabilities))], ...probabilities]
}

/** The class of a binary task: the positive one from the threshold on. At one half scores and predictions agree on P(class 1). */
function calledClass(
  chance: number,
  classes: readonly string[],
  { threshold, positiveClass }: { readonly threshold: number; readonly positiveClass: string },
): string {
  const [first, second] = classes
  if (positiveClass === second || threshold === DEFAULT_THRESHOLD) return isPositive(chance, threshold) ? second : first
  return isPositive(1 - chance, threshold) ? first : second
}
