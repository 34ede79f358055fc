import type { DatasetSettings } from './datasetSettings.ts'
import type { Task } from './table.ts'
import { inferTask } from './inferTask.ts'
import type { DatasetColumn } from './inspection.ts'

/**
 * Why a column cannot be what is predicted. `empty`: it holds no value. `oneValue`: the same in every row. `allDifferent`: no
 * value occurs twice, as of ids and free text. `manyValues`: too few rows to each of its classes. `fewValues`: too few rows have one.
 * Rows without a value are no problem: they are left out.
 */
export type TargetProblem = 'empty' | 'oneValue' | 'allDifferent' | 'manyValues' | 'fewValues'

/** Rows below which nothing can be both trained on and held out. */
export const LEAST_ROWS = 4

/** What keeps a column from being the target; `undefined` where nothing does. */
export function targetProblem(column: DatasetColumn): TargetProblem | undefined {
  const { distinct, count } = column.profile
  if (count === 0) return 'empty'
  if (distinct === 1) return 'oneValue'
  if (count < LEAST_ROWS) return 'fewValues'
  if (taskOf(column) === undefined) return distinct === count ? 'allDifferent' : 'manyValues'
  return undefined
}

/** What would be learned from a column as target: the task asked for, else the one that follows from it; `undefined` for none. */
export function taskOf(column: DatasetColumn, chosen?: Task, columns?: DatasetSettings['columns']): Task | undefined {
  try {
    return inferTask(column, chosen, columns)
  } catch {
    return undefined
  }
}

/** The share of rows that a column may lack without being taken for one that somebody forgot to fill in. */
const MOST_MISSING = 0.1

/**
 * The column that is likeliest the target: the last one, where it can be and has nearly all its values, as most files have it; else
 * the last column that can be, is no count of rows and is complete; else the last that can be. `undefined` where no column can be
 * predicted from another.
 */
export function suggestTarget(columns: readonly DatasetColumn[]): string | undefined {
  if (columns.length < 2) return undefined
  // A date says when a row was recorded.
  const fitting = columns.filter((column) => column.type !== 'date' && targetProblem(column) === undefined)
  const last = fitting.at(-1)
  if (last && last === columns.at(-1) && last.missing <= MOST_MISSING * (last.profile.count + last.missing))
    return last.name
  const counted = fitting.filter((column) => !isRowCount(column))
  return (counted.findLast(({ missing }) => missing === 0) ?? counted.at(-1))?.name
}

function isRowCount({ profile }: DatasetColumn): boolean {
  if (profile.kind !== 'number' || !profile.isInteger || profile.distinct !== profile.count) return false
  return (profile.max ?? 0) - (profile.min ?? 0) === profile.count - 1
}
