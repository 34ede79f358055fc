import type { DatasetSettings } from './datasetSettings.ts'
import { HoldoutError } from '../errors.ts'
import type { DatasetColumn } from './inspection.ts'
import type { ColumnProfile } from './profile.ts'
import type { Task } from './table.ts'

/** Whole numbers with at most so many different values are taken for classes. */
const MOST_CLASSES = 10

/**
 * What is to be learned: as chosen, else from the target. Words and booleans are classes; numbers are classes when there are two
 * of them, or at most ten whole ones, each met ten times on average; unless the experiment gives the column's type.
 * @throws HoldoutError `dataset/one-class` when all rows are alike, `dataset/target-type` when the target cannot serve the request
 */
export function inferTask(target: DatasetColumn, chosen?: Task, columns?: DatasetSettings['columns']): Task {
  const { distinct, count } = target.profile
  const inferred = isClasses(target, columns) ? (distinct === 2 ? 'binary' : 'multiclass') : 'regression'
  const task = chosen ?? inferred
  if (task === 'regression' && target.type !== 'number' && target.type !== 'date')
    throw unfit(target, 'numbers for regression')
  if (task !== 'regression' && distinct === 1) throw oneClass(target)
  if (task === 'binary' && distinct !== 2) throw unfit(target, 'two classes for a binary task')
  if (task !== 'regression' && (distinct < 2 || distinct > count / 2 + 1))
    throw unfit(target, 'a few classes, each with several rows')
  return task
}

function isClasses(target: DatasetColumn, columns: DatasetSettings['columns']): boolean {
  const { type, profile } = target
  if (type !== 'number' || profile.kind !== 'number') return type !== 'date'
  if (columns && Object.hasOwn(columns, target.name) && columns[target.name]?.type === 'number') return false
  if (profile.distinct === 2) return true
  return profile.isInteger && profile.distinct <= MOST_CLASSES && profile.count >= MOST_CLASSES * profile.distinct
}

function oneClass({ name, profile }: DatasetColumn): HoldoutError {
  return new HoldoutError(
    'dataset/one-class',
    `The target ${name} has the same value in all ${String(profile.count)} rows: expected at least two classes to tell apart.`,
    { hint: 'Choose another target, or bring rows of the other class.' },
  )
}

function unfit({ name, type, profile }: DatasetColumn, expected: string): HoldoutError {
  return new HoldoutError(
    'dataset/target-type',
    `The target ${name} does not fit: expected ${expected}, received a ${type} column with ${String(profile.distinct)} different values.`,
    {
      hint: hasLookAlikes(profile)
        ? joinHint(name)
        : 'Choose another target or another task, or give the type of the column.',
    },
  )
}

/** Labels that differ in blanks, capitals or invisible characters alone are mostly one class. */
function hasLookAlikes(profile: ColumnProfile): boolean {
  return profile.kind === 'values' && profile.lookAlikes !== undefined
}

function joinHint(name: string): string {
  return `Some of its labels look alike: join them with columns: { ${JSON.stringify(name)}: { lookAlikes: join } }, or choose another target or task.`
}
