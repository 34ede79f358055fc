import { HoldoutError } from '../../core/errors.ts'
import { columnSettings } from '../../core/dataset/columnSettings.ts'
import type { Inspection } from '../../core/dataset/inspection.ts'
import type { FittedPreprocessing } from '../../core/preprocessing/fittedPreprocessing.ts'
import type { DropoutPasses } from '../../core/model/dropoutPasses.ts'
import type { TablePredictor } from '../../core/model/predictTable.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { ImportProgress } from '../datasets/read/analyseOptions.ts'
import { withFeatures } from '../datasets/read/readFeatures.ts'
import type { ReadFeatures } from '../datasets/read/readFeatures.ts'
import type { FeatureBlock } from '../datasets/read/featureBlock.ts'
import type { FeatureRequest, TargetRequest } from '../datasets/read/featureRequest.ts'
import type { OpenModel } from './openModel.ts'
import { actualsOf } from './actualsOf.ts'
import type { Actuals } from './actualsOf.ts'
import { NoticedCells } from './noticedCells.ts'
import type { CellNotice, NoticedColumn } from '../../core/model/noticedCells.ts'
import { predictRows, spreadOfRows, spreadPredictor } from './predictRows.ts'
import type { PredictedRow } from './predictedRow.ts'
import { ScoredRows } from './scoredRows.ts'
import type { Scored } from './scoredRows.ts'

/** What predicted rows have in common, known before the first of them. */
export interface PredictedShape {
  /** Names of the columns copied through. */
  readonly copied: readonly string[]
  readonly hasTarget: boolean
  /** Whether some row cannot be predicted. */
  readonly hasProblems: boolean
}

/**
 * Takes the rows of a file block by block, in its order. Where a file turns out to need a closer look it `begin`s once more: what it was
 * given before is void.
 */
export interface PredictionSink {
  begin?(shape: PredictedShape): Promise<void> | void
  add(rows: readonly PredictedRow[]): Promise<void> | void
}

/** How well a file fits a model, and what came of predicting it. */
export interface PredictionSummary extends PredictedShape, Partial<Scored> {
  /** Rows of the file. */
  readonly rows: number
  /** Rows that have a prediction. */
  readonly predicted: number
  /** Of the first row without one. */
  readonly firstProblem?: { readonly line: number; readonly problem: string }
  readonly inspection: Inspection
  /** Missing cells that a fill value stood in for. */
  readonly imputedCells: number
  /** Cells whose category no training row had. */
  readonly unseenCategories: number
  /** Numbers beyond what training rows had. */
  readonly outsideCells: number
  /** Columns in which cells were not as in training. */
  readonly noticed: readonly NoticedColumn[]
  /** Where the file is written otherwise than the one trained on. */
  readonly notes: readonly string[]
  readonly warnings: readonly string[]
}

/** How far a prediction is: reading the file, then row by row; both at once where `rows`, their number, is not known before the last. */
export type PredictionProgress =
  | { readonly stage: 'reading'; readonly share: number }
  | { readonly stage: 'predicting'; readonly done: number; readonly rows?: number; readonly share: number }

/** What is wanted beside predictions. */
export interface PredictRequest extends Pick<
  FeatureRequest,
  'map' | 'choices' | 'limit' | 'signal' | 'copy' | 'streamsFrom'
> {
  /** Columns that are copied through where the file has them. */
  readonly ids?: readonly string[]
  /** Whether to compare with the target in the file: always, or where the file has it. */
  readonly scores?: boolean | 'whereFound'
  /** Monte Carlo dropout; absent: none. */
  readonly passes?: DropoutPasses
  readonly onProgress?: (progress: PredictionProgress) => void
}

/** Cells far beyond those of training may overflow what a network computes in. */
const NO_NUMBER = 'the model gives no finite number for it'

/** Rows predicted at a stretch, so that whoever waits is heard in between. */
const ROWS_AT_ONCE = 8192

/**
 * Prepares the rows of a CSV by what the model's preprocessing learned, and predicts them block by block: memory does not grow with
 * their number. Rows keep their order; one that cannot be read has no prediction and says why.
 * @throws HoldoutError of the families `file`, `csv`, `preprocessing` and `stopped`; where no row at all can be predicted
 */
export async function predictCsv(
  model: OpenModel,
  file: string,
  { ids = [], scores = false, passes, onProgress, ...request }: PredictRequest,
  sink: PredictionSink,
): Promise<PredictionSummary> {
  const { saved } = model
  const target = targetRequest(model, scores)
  const spread = passes && spreadPredictor(model, passes)
  const onReading = ({ share }: ImportProgress): void => onProgress?.({ stage: 'reading', share })
  return withFeatures(
    file,
    saved.preprocessing,
    {
      ...(saved.dataset && { settings: saved.dataset }),
      ...request,
      copyWhereFound: ids,
      ...(target && { target }),
      onProgress: onReading,
    },
    async (read) => {
      const { signal } = request
      const found = await predictRead(model, read, sink, {
        ...(signal && { signal }),
        ...(onProgress && { onProgress }),
        ...(spread && { spread }),
      })
      if (scores === true && !found.scores) throw nothingToScore()
      return found
    },
  )
}

async function predictRead(
  model: OpenModel,
  read: ReadFeatures,
  sink: PredictionSink,
  { signal, onProgress, spread }: Pick<PredictRequest, 'signal' | 'onProgress'> & { readonly spread?: TablePredictor },
): Promise<PredictionSummary> {
  const { rows, hasProblems, hasTarget, copied } = read
  const shape = { hasProblems, hasTarget, copied }
  await sink.begin?.(shape)
  const noticed = new NoticedCells(model.saved, new Set(read.absent))
  const scored = new ScoredRows(model.saved)
  let done = 0
  let predicted = 0
  let firstProblem: PredictionSummary['firstProblem']
  for await (const block of read.blocks(ROWS_AT_ONCE)) {
    const found = predictBlock(model, block, { noticed, scored, ...(spread && { spread }) })
    for (const { line, value, problem } of found)
      if (value !== undefined) predicted += 1
      else firstProblem ??= { line, problem: problem ?? '' }
    await sink.add(found)
    done += found.length
    onProgress?.({ stage: 'predicting', done, share: block.share, ...(rows !== undefined && { rows }) })
    await new Promise((resolve) => setImmediate(resolve))
    if (signal?.aborted === true) throw new HoldoutError('stopped/by-user', 'stopped while predicting')
  }
  if (predicted === 0) throw nothingToPredict(done, firstProblem)
  const columns = noticed.columns
  const sumOf = (kind: CellNotice['kind']): number => columns.reduce((sum, column) => sum + column[kind], 0)
  return {
    ...shape,
    rows: done,
    predicted,
    ...(firstProblem && { firstProblem }),
    inspection: read.inspection,
    imputedCells: sumOf('imputed'),
    unseenCategories: sumOf('unseen'),
    outsideCells: sumOf('outside'),
    noticed: columns,
    notes: read.notes,
    warnings: read.inspection.warnings.map(({ message }) => message),
    ...scored.result,
  }
}

function predictBlock(
  model: OpenModel,
  block: FeatureBlock,
  { noticed, scored, spread }: { noticed: NoticedCells; scored: ScoredRows; spread?: TablePredictor },
): PredictedRow[] {
  const { saved } = model
  const problems = problemsOf(block, saved.preprocessing)
  const fitting = fittingRows(block, problems)
  const all = predictRows(model, block.table, fitting)
  const { good, values } = finiteOnes(fitting, all, problems)
  const notices = noticed.add(block.table, good)
  const actuals = block.target && actualsOf(block.target, saved)
  if (actuals) scored.add(good, values, actuals)
  const spreads = spread && spreadOfRows(model, spread, { table: block.table, rows: good, values })
  return predictedRows(block, {
    good,
    values,
    problems,
    notices,
    ...(actuals && { actuals }),
    ...(spreads && { spreads }),
  })
}

function fittingRows({ rows }: FeatureBlock, problems: ReadonlyMap<number, string>): Int32Array {
  const fitting = new Int32Array(rows.length)
  let count = 0
  for (const { index } of rows) if (index !== undefined && !problems.has(index)) fitting[count++] = index
  return fitting.subarray(0, count)
}

/** Rows whose prediction is a number, with it; the others get their problem. */
function finiteOnes(
  fitting: Int32Array,
  all: Predictions['values'],
  problems: Map<number, string>,
): { readonly good: Int32Array; readonly values: Predictions['values'] } {
  const isNumber = Array.from(all, isFinite)
  if (!isNumber.includes(false)) return { good: fitting, values: all }
  for (const [at, index] of fitting.entries()) if (!isNumber[at]) problems.set(index, NO_NUMBER)
  return {
    good: fitting.filter((_, at) => isNumber[at]),
    values: all.filter((_: unknown, at: number) => isNumber[at]) as Predictions['values'],
  }
}

function isFinite(value: Predictions['values'][number]): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : value.every(Number.isFinite)
}

function targetRequest(
  { saved: { dataset, task } }: OpenModel,
  scores: PredictRequest['scores'],
): TargetRequest | undefined {
  if (scores === false) return undefined
  if (dataset === undefined) {
    if (scores === 'whereFound') return undefined
    throw new HoldoutError('preprocessing/no-target', 'the model does not say what it was trained to predict', {
      hint: 'Train it again; or leave out --score.',
    })
  }
  const type = columnSettings(dataset.columns, dataset.target)?.type
  const kind = task === 'regression' && type !== 'category' ? 'number' : 'category'
  return { name: dataset.target, kind, isNeeded: scores === true }
}

/** By the place among the rows that fit: cells that cannot be read, and cells that are missing where none was in training. */
function problemsOf({ rows, table }: FeatureBlock, { columns }: FittedPreprocessing): Map<number, string> {
  const problems = new Map<number, string>()
  for (const { index, problem } of rows) if (index !== undefined && problem !== undefined) problems.set(index, problem)
  for (const [at, fitted] of columns.entries())
    if (fitted.kind === 'number' && fitted.fill === null) addMissing(table.features[at], problems)
  return problems
}

function addMissing(column: FeatureBlock['table']['features'][number], problems: Map<number, string>): void {
  if (column.kind !== 'number') return
  for (let row = 0; row < column.values.length; row++)
    if (Number.isNaN(column.values[row]) && !problems.has(row))
      problems.set(row, `the cell of ${column.name} is missing, and none was in training`)
}

/** What is known of the rows of a block that fit. */
interface Found {
  readonly good: Int32Array
  /** In the order of `good`. */
  readonly values: Predictions['values']
  readonly problems: ReadonlyMap<number, string>
  readonly notices: ReadonlyMap<number, readonly CellNotice[]>
  readonly actuals?: Actuals
  /** In the order of `good`. */
  readonly spreads?: Float64Array
}

function predictedRows(
  { rows, copied }: FeatureBlock,
  { good, values, problems, notices, actuals, spreads }: Found,
): PredictedRow[] {
  let at = 0
  return rows.map(({ line, index, problem }) => {
    if (index === undefined) return { line, copied: copied.map(() => ''), ...(problem !== undefined && { problem }) }
    const place = good[at] === index ? at++ : undefined
    const value = place === undefined ? undefined : values[place]
    const why = problems.get(index)
    const actual = actuals?.shown[index]
    const noticed = notices.get(index)
    const own = copied.map((cells) => cells[index])
    // Most rows of most files: nothing but a prediction.
    const isPlain = !noticed && why === undefined && actual === undefined && !spreads
    if (isPlain && value !== undefined) return { line, copied: own, value }
    return {
      line,
      copied: own,
      ...(value !== undefined && { value }),
      ...(place !== undefined && spreads && { spread: spreads[place] }),
      ...(actual !== undefined && { actual }),
      ...(why !== undefined && { problem: why }),
      ...(noticed && { notices: noticed }),
    }
  })
}

function nothingToScore(): HoldoutError {
  return new HoldoutError(
    'preprocessing/no-target',
    'no row has a target that the model knows: there is nothing to score',
    { hint: 'Use a file whose target holds the classes or numbers of training.' },
  )
}

function nothingToPredict(rows: number, first: PredictionSummary['firstProblem']): HoldoutError {
  const { line, problem } = first ?? { line: 1, problem: 'it has no row' }
  return new HoldoutError(
    'preprocessing/missing-values',
    `none of the ${String(rows)} rows can be predicted; line ${String(line)}: ${problem}`,
    { hint: 'Write the file as the one that the model was trained on.' },
  )
}
