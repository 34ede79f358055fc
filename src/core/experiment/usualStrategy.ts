import type { Task } from '../dataset/table.ts'
import type { DatasetSettings } from '../dataset/datasetSettings.ts'
import type { FlatValidation } from '../split/validationSpec.ts'
import { hasRole } from '../dataset/hasRole.ts'

/** What decides which strategy is taken where none is named. */
export interface StrategyGrounds {
  readonly dataset: Pick<DatasetSettings, 'columns'>
  readonly groups?: FlatValidation['groups']
  readonly bins?: number
  /** A part of a column that says train and test is not split by that column again. */
  readonly isInner?: boolean
}

/**
 * The strategy taken where the experiment names none: predefined where a column says which rows are held out; whole
 * groups where there are groups and they are not ignored; folds stratified where there are classes or bins.
 */
export function usualStrategy(
  { dataset, groups, bins, isInner = false }: StrategyGrounds,
  task: Task,
): FlatValidation['strategy'] {
  if (hasRole(dataset, 'split') && !isInner) return 'predefined'
  const isStratified = task !== 'regression' || bins !== undefined
  const isGrouped = groups === 'equalRows' || (groups !== 'ignore' && hasRole(dataset, 'group'))
  if (isGrouped) return isStratified ? 'stratified-group-k-fold' : 'group-k-fold'
  return isStratified ? 'stratified-k-fold' : 'k-fold'
}
