import type { Table, TableColumn } from '../dataset/table.ts'
import { fingerprintOf } from '../preprocessing/fingerprint.ts'
import { fitPreprocessing } from '../preprocessing/fitPreprocessing.ts'
import type { FittedPreprocessing } from '../preprocessing/fittedPreprocessing.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import type { FoldPreparation } from './runEvent.ts'
import type { TrainingScope } from './trainedScope.ts'

/** The rows of one split, and what the rows that it was cut from were. */
export interface ScopeSplit {
  readonly repeat: number
  readonly fold: number
  readonly outer?: number
  readonly train: Int32Array
  readonly test: Int32Array
}

/** What took part in fitting that should not have. */
export interface ScopeProblem {
  /** Whose fit it is; absent where it is the split's own. */
  readonly model?: string
  readonly repeat: number
  readonly fold: number
  readonly outer?: number
  /** Full sentences. */
  readonly message: string
}

/** What one split may learn from its training rows, computed anew from the data. */
export interface SplitScope {
  readonly repeat: number
  readonly fold: number
  readonly outer?: number
  readonly trainRows: number
  readonly testRows: number
  /** Of the training rows and all numbers learned from them. */
  readonly fingerprint: string
  readonly fitted: FittedPreprocessing
}

/** Fits the preprocessing of a split anew, on its training rows. */
export function splitScope(table: Table, spec: PreprocessingSpec, { train, test, ...place }: ScopeSplit): SplitScope {
  const fitted = fitPreprocessing(table, spec, train)
  const fingerprint = fingerprintOf(train, fitted)
  return { ...place, trainRows: train.length, testRows: test.length, fingerprint, fitted }
}

/**
 * What is wrong with the split itself: rows on both sides, or numbers learned that change with the held-out rows. The
 * latter is tried: every held-out cell is replaced, and the preprocessing is fitted again.
 * @param scope What the split learned with its held-out rows as they are.
 */
export function splitProblems(
  table: Table,
  spec: PreprocessingSpec,
  split: ScopeSplit,
  scope: Pick<SplitScope, 'fitted'>,
): readonly ScopeProblem[] {
  const { train, test, ...place } = split
  const held = new Set(test)
  const both = train.filter((row) => held.has(row)).length
  if (both > 0) return [{ ...place, message: `${String(both)} rows are trained on and held out.` }]
  const after = fitPreprocessing(replaced(table, test), spec, train)
  return scope.fitted.columns.flatMap((column, index) =>
    JSON.stringify(column) === JSON.stringify(after.columns[index])
      ? []
      : [
          {
            ...place,
            message: `What was learned of the column ${JSON.stringify(column.name)} depends on held-out rows.`,
          },
        ],
  )
}

/**
 * What took part in the preprocessing of a stored fit beside its training rows: nothing where its fingerprint is that of
 * the split.
 */
export function fitProblem(
  table: Table,
  spec: PreprocessingSpec,
  { train, test }: Pick<ScopeSplit, 'train' | 'test'>,
  scope: SplitScope,
  stored: FoldPreparation,
): string | undefined {
  if (stored.trainRows !== scope.trainRows || stored.testRows !== scope.testRows)
    return `It says ${String(stored.trainRows)} training and ${String(stored.testRows)} held-out rows: expected ${String(scope.trainRows)} and ${String(scope.testRows)}.`
  if (stored.fingerprint === scope.fingerprint) return undefined
  const both = Int32Array.from([...train, ...test]).sort()
  const all = Int32Array.from({ length: table.rows }, (_, row) => row)
  if (isFittedOn(table, spec, train, both, stored)) return 'The preprocessing was fitted on the held-out rows too.'
  if (isFittedOn(table, spec, train, all, stored)) return 'The preprocessing was fitted on all rows of the dataset.'
  return 'The preprocessing learned other numbers than the training rows give: other rows took part, or another version of Holdout made the run.'
}

/**
 * What is wrong with the rows a stored fit learned from, those its early stopping watched or its class weights: nothing where
 * its fingerprint is that of the training rows. Fits of earlier versions keep none.
 */
export function trainingProblem(scope: TrainingScope, stored: TrainingScope | undefined): string | undefined {
  if (!stored || stored.fingerprint === scope.fingerprint) return undefined
  if (stored.trainedRows !== scope.trainedRows || stored.watchedRows !== scope.watchedRows)
    return `It was trained on ${String(stored.trainedRows)} rows and watched ${String(stored.watchedRows ?? 0)}: expected ${String(scope.trainedRows)} and ${String(scope.watchedRows ?? 0)} of the training rows.`
  if (String(stored.classWeights) !== String(scope.classWeights))
    return 'The class weights are not those of its training rows: other rows were counted, or another version of Holdout made the run.'
  return 'It was trained on, or early stopping watched, other rows than its training rows, or another version of Holdout made the run.'
}

function isFittedOn(
  table: Table,
  spec: PreprocessingSpec,
  train: Int32Array,
  rows: Int32Array,
  { fingerprint }: FoldPreparation,
): boolean {
  const fitted = fitPreprocessing(table, spec, rows)
  return fingerprint === fingerprintOf(train, fitted) || fingerprint === fingerprintOf(rows, fitted)
}

/** The table with other cells in some rows. Missing cells stay: which there are decides the shape of the matrix. */
function replaced(table: Table, rows: Int32Array): Table {
  return { ...table, features: table.features.map((column) => otherCells(column, rows)) }
}

function otherCells(column: TableColumn, rows: Int32Array): TableColumn {
  if (column.kind === 'number') {
    const values = column.values.slice()
    for (const row of rows) if (!Number.isNaN(values[row])) values[row] = -3 * values[row] - 7
    return { ...column, values }
  }
  const codes = column.codes.slice()
  for (const row of rows) if (codes[row] >= 0) codes[row] = (codes[row] + 1) % column.levels.length
  return { ...column, codes }
}
