import { HoldoutError } from '../../core/errors.ts'
import { writeCsv, type CsvCell } from '../../core/csv/csvWriter.ts'
import { DEFAULT_THRESHOLD, isPositive } from '../../core/diagnostics/decision.ts'
import { predictionValues } from '../../core/model/predictionValues.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { transformRows } from '../../core/preprocessing/transformRows.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import { readFeatures } from '../datasets/read/readFeatures.ts'
import type { OpenModel } from './openModel.ts'

/** What a model says about the rows of a file, and how well the file fits the model. */
export interface CsvPredictions {
  /** Binary: P(class 1). Multiclass: one array of probabilities per row. Regression: value in the target's unit. */
  readonly values: Predictions['values']
  readonly rows: number
  /** Missing cells that a fill value stood in for. */
  readonly imputedCells: number
  /** Cells whose category no training row had. */
  readonly unseenCategories: number
  readonly warnings: readonly string[]
}

/** Rows predicted at a stretch, so that whoever waits is heard in between. */
const ROWS_AT_ONCE = 1024

/**
 * Prepares the rows of a CSV by what the model's preprocessing learned, and predicts them.
 * @throws HoldoutError of the families `file`, `csv`, `preprocessing` and `stopped`.
 */
export async function predictCsv(
  model: OpenModel,
  file: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<CsvPredictions> {
  const { saved } = model
  const { table, inspection } = await readFeatures(file, saved.preprocessing, saved.dataset, options)
  const { matrix, imputedCells, unseenCategories } = transformRows(saved.preprocessing, table)
  const outputs = await predictInParts(model, matrix, options.signal)
  return {
    values: predictionValues(saved, outputs),
    rows: table.rows,
    imputedCells,
    unseenCategories,
    warnings: inspection.warnings.map(({ message }) => message),
  }
}

async function predictInParts(
  { saved, predict }: OpenModel,
  matrix: Float32Array,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const width = saved.inputs
  const parts: Float32Array[] = []
  for (let from = 0; from < matrix.length; from += ROWS_AT_ONCE * width) {
    if (signal?.aborted === true) throw new HoldoutError('stopped/by-user', 'stopped while predicting')
    parts.push(predict(matrix.subarray(from, from + ROWS_AT_ONCE * width)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  const all = new Float32Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Predictions as CSV: row (from 1), the prediction, and for classes the probability of each. */
export function predictedCsv(
  { task, classes, threshold = DEFAULT_THRESHOLD }: SavedModel,
  values: Predictions['values'],
): string {
  if (task === 'regression')
    return writeCsv(
      ['row', 'predicted'],
      (values as readonly number[]).map((value, row) => [row + 1, value]),
    )
  const header = ['row', 'predicted', ...classes.map((label) => `P(${label})`)]
  return writeCsv(
    header,
    values.map((value, row) => classLine(row, value, classes, threshold)),
  )
}

function classLine(
  row: number,
  value: number | readonly number[],
  classes: readonly string[],
  threshold: number,
): CsvCell[] {
  if (typeof value === 'number') return [row + 1, classes[Number(isPositive(value, threshold))], 1 - value, value]
  const probabilities = value
  // The first of the largest, as in scoring: 0.5 against 0.5 is the first class.
  return [row + 1, classes[probabilities.indexOf(Math.max(...probabilities))], ...probabilities]
}
