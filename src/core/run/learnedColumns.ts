import type { Table } from '../dataset/table.ts'
import { fitPreprocessing } from '../preprocessing/fitPreprocessing.ts'
import type { FittedColumn } from '../preprocessing/fittedPreprocessing.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import { outerSplitsOf } from './splitsOf.ts'
import type { TrainerJob } from './trainerJob.ts'

/** What the preprocessing learned of one column, a value for each split, in the order of `splits`. */
export type LearnedColumn =
  | {
      readonly kind: 'number'
      readonly name: string
      /** Stands in for missing cells; empty where none is missing. */
      readonly fill: readonly number[]
      readonly center: readonly number[]
      readonly scale: readonly number[]
    }
  | {
      readonly kind: 'category'
      readonly name: string
      /** How many levels the training rows have. */
      readonly levels: readonly number[]
      readonly levelsInAll: number
    }

/** What a run's preprocessing learned on its splits. */
export interface LearnedDocument {
  readonly splits: readonly { readonly repeat: number; readonly fold: number }[]
  readonly columns: readonly LearnedColumn[]
  /** Columns in all, of which the first are listed. */
  readonly of: number
}

/** Longer than this a report does not wait. */
const MOST_CELLS = 5_000_000
const MOST_SPLITS = 20
const MOST_COLUMNS = 100

/** Whether what is learned of a table may be listed: a larger table takes too long. */
export function canListLearned(rows: number, features: number): boolean {
  return Math.min(features, MOST_COLUMNS) * rows <= MOST_CELLS
}

/** What a job's preprocessing learned on its outer splits, fitted anew; `undefined` where that takes too long. */
export function learnedOfJob(
  table: Table,
  job: Pick<TrainerJob, 'preprocessing' | 'validation' | 'seed' | 'task'>,
): LearnedDocument | undefined {
  if (!canListLearned(table.rows, table.features.length)) return undefined
  return learnedColumns(table, job.preprocessing, outerSplitsOf(job, table))
}

/** Fits the preprocessing anew on the training rows of the first splits; `undefined` where that takes too long. */
export function learnedColumns(
  table: Table,
  spec: PreprocessingSpec,
  splits: readonly { readonly repeat: number; readonly fold: number; readonly train: Int32Array }[],
): LearnedDocument | undefined {
  const shown = splits.slice(0, MOST_SPLITS)
  const features = table.features.slice(0, MOST_COLUMNS)
  if (shown.length === 0 || !canListLearned(table.rows * shown.length, features.length)) return undefined
  const fitted = shown.map(({ repeat, fold, train }) => ({
    repeat,
    fold,
    columns: fitPreprocessing({ ...table, features }, spec, train).columns,
  }))
  return { ...learnedFrom(fitted), of: table.features.length }
}

/** What was learned on splits whose preprocessing is fitted already: the first columns of the first splits. */
export function learnedFrom(
  fitted: readonly { readonly repeat: number; readonly fold: number; readonly columns: readonly FittedColumn[] }[],
): LearnedDocument {
  const shown = fitted.slice(0, MOST_SPLITS)
  const columns = shown.at(0)?.columns ?? []
  return {
    splits: shown.map(({ repeat, fold }) => ({ repeat, fold })),
    columns: columns.slice(0, MOST_COLUMNS).map((_, at) => learnedOf(shown.map((one) => one.columns[at]))),
    of: columns.length,
  }
}

/** What the splits learned of one column. */
export function learnedOf(columns: readonly FittedColumn[]): LearnedColumn {
  const [{ name }] = columns
  const numbers = columns.filter((column) => column.kind === 'number')
  if (numbers.length > 0) {
    return {
      kind: 'number',
      name,
      fill: numbers.flatMap(({ fill }) => (fill === null ? [] : [fill])),
      center: numbers.map(({ center }) => center),
      scale: numbers.map(({ scale }) => scale),
    }
  }
  const categories = columns.filter((column) => column.kind !== 'number')
  return {
    kind: 'category',
    name,
    levels: categories.map(({ ranks }) => ranks.filter((rank) => rank >= 0).length),
    levelsInAll: categories[0].levels.length,
  }
}
