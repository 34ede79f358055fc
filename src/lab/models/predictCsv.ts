import { HoldoutError } from '../../core/errors.ts'
import { columnSettings } from '../../core/dataset/columnSettings.ts'
import { predictionValues } from '../../core/model/predictionValues.ts'
import { transformRows } from '../../core/preprocessing/transformRows.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'
import type { FittedPreprocessing } from '../../core/preprocessing/fittedPreprocessing.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import { readFeatures } from '../datasets/read/readFeatures.ts'
import type { ReadFeatures } from '../datasets/read/readFeatures.ts'
import type { NewRow } from '../datasets/read/newRows.ts'
import type { OpenModel } from './openModel.ts'
import { actualsOf } from './actualsOf.ts'
import type { Actuals } from './actualsOf.ts'
import { scorePredictions } from './scorePredictions.ts'

/** A row of the file with what the model says about it. */
export interface PredictedRow {
  /** Physical line, from 1. */
  readonly line: number
  /** Binary: P(class 1). Multiclass: a probability per class. Regression: value in the target's unit. Absent where the row has a problem. */
  readonly value?: Predictions['values'][number]
  /** What the file says, where scores were asked for. */
  readonly actual?: string | number
  /** Cells copied through, in the order of `copied`. */
  readonly copied: readonly string[]
  /** Why there is no prediction. */
  readonly problem?: string
}

/** What a model says about the rows of a file, and how well the file fits the model. */
export interface CsvPredictions {
  /** All rows of the file in its order. */
  readonly rows: readonly PredictedRow[]
  /** Names of the columns copied through. */
  readonly copied: readonly string[]
  /** Missing cells that a fill value stood in for. */
  readonly imputedCells: number
  /** Cells whose category no training row had. */
  readonly unseenCategories: number
  /** Where the file is written otherwise than the one trained on. */
  readonly notes: readonly string[]
  readonly warnings: readonly string[]
  /** Over the rows that have both a prediction and a target, where scores were asked for. */
  readonly scores?: Scores
  readonly scoredRows?: number
}

/** What is wanted beside predictions. */
export interface PredictWish {
  /** Columns whose cells are copied through. */
  readonly copy?: readonly string[]
  /** Columns that are copied through where the file has them. */
  readonly ids?: readonly string[]
  /** Whether to compare with the target in the file. */
  readonly scores?: boolean
  readonly signal?: AbortSignal
}

/** Cells far beyond those of training may overflow what a network computes in. */
const NO_NUMBER = 'the model gives no finite number for it'

/** Rows predicted at a stretch, so that whoever waits is heard in between. */
const ROWS_AT_ONCE = 1024

/**
 * Prepares the rows of a CSV by what the model's preprocessing learned, and predicts them. Rows keep their order; one that cannot be
 * read has no prediction and says why.
 * @throws HoldoutError of the families `file`, `csv`, `preprocessing` and `stopped`; where no row at all can be predicted
 */
export async function predictCsv(model: OpenModel, file: string, wish: PredictWish = {}): Promise<CsvPredictions> {
  const { saved } = model
  const { copy = [], ids = [], scores = false, signal } = wish
  const target = scores ? targetWish(model) : undefined
  const read = await readFeatures(file, saved.preprocessing, saved.dataset, {
    copy,
    copyWhereFound: ids,
    ...(target && { target }),
    ...(signal && { signal }),
  })
  const problems = problemsOf(read, saved.preprocessing)
  const good = read.rows.flatMap(({ index }) => (index === undefined || problems.has(index) ? [] : [index]))
  if (good.length === 0) throw nothingToPredict(read.rows, problems)
  const { matrix, imputedCells, unseenCategories } = transformRows(
    saved.preprocessing,
    read.table,
    Int32Array.from(good),
  )
  const values = predictionValues(saved, await predictInParts(model, matrix, signal))
  for (const [at, value] of values.entries())
    if (![value].flat().every(Number.isFinite)) problems.set(good[at], NO_NUMBER)
  const sound = [...good.keys()].filter((at) => !problems.has(good[at]))
  if (sound.length === 0) throw nothingToPredict(read.rows, problems)
  const actuals = read.target && actualsOf(read.target, saved)
  return {
    rows: predictedRows(read, good, values, problems, actuals),
    copied: [...read.copied.keys()],
    imputedCells,
    unseenCategories,
    notes: read.notes,
    warnings: read.inspection.warnings.map(({ message }) => message),
    ...(actuals &&
      scorePredictions(
        saved,
        sound.map((at) => good[at]),
        sound.map((at) => values[at]) as Predictions['values'],
        actuals,
      )),
  }
}

function targetWish({ saved: { dataset, task } }: OpenModel): { name: string; kind: 'number' | 'category' } {
  if (dataset === undefined)
    throw new HoldoutError('preprocessing/no-target', 'the model does not say what it was trained to predict', {
      hint: 'Train it again; or leave out --score.',
    })
  const type = columnSettings(dataset.columns, dataset.target)?.type
  return { name: dataset.target, kind: task === 'regression' && type !== 'category' ? 'number' : 'category' }
}

/** By the place among the rows that fit: cells that cannot be read, and cells that are missing where none was in training. */
function problemsOf({ rows, table }: ReadFeatures, { columns }: FittedPreprocessing): Map<number, string> {
  const problems = new Map<number, string>()
  for (const { index, problem } of rows) if (index !== undefined && problem !== undefined) problems.set(index, problem)
  const needed = new Set(
    columns.flatMap((column) => (column.kind === 'number' && column.fill === null ? [column.name] : [])),
  )
  for (const column of table.features) if (needed.has(column.name)) addMissing(column, problems)
  return problems
}

function addMissing(column: FeatureTable['features'][number], problems: Map<number, string>): void {
  if (column.kind !== 'number') return
  for (let row = 0; row < column.values.length; row++)
    if (Number.isNaN(column.values[row]) && !problems.has(row))
      problems.set(row, `the cell of ${column.name} is missing, and none was in training`)
}

function predictedRows(
  { rows, copied }: ReadFeatures,
  good: readonly number[],
  values: Predictions['values'],
  problems: ReadonlyMap<number, string>,
  actuals: Actuals | undefined,
): PredictedRow[] {
  const place = new Map(good.map((index, at) => [index, at]))
  const texts = [...copied.values()]
  return rows.map(({ line, index, problem }) => {
    if (index === undefined) return { line, copied: texts.map(() => ''), ...(problem !== undefined && { problem }) }
    const at = place.get(index)
    const why = problems.get(index)
    const actual = actuals?.shown[index]
    return {
      line,
      copied: texts.map((cells) => cells[index]),
      ...(at !== undefined && why === undefined && { value: values[at] }),
      ...(actual !== undefined && { actual }),
      ...(why !== undefined && { problem: why }),
    }
  })
}

function nothingToPredict(rows: readonly NewRow[], problems: ReadonlyMap<number, string>): HoldoutError {
  const [first] = rows
  const why = first?.problem ?? problems.get(first?.index ?? 0) ?? 'it has no row'
  return new HoldoutError(
    'preprocessing/missing-values',
    `none of the ${String(rows.length)} rows can be predicted; line ${String(first?.line ?? 1)}: ${why}`,
    { hint: 'Write the file as the one that the model was trained on.' },
  )
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
