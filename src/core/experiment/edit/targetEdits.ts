import type { DatasetColumn } from '../../dataset/inspection.ts'
import type { RowCondition } from '../../dataset/rowFilter.ts'
import type { Task } from '../../dataset/table.ts'
import { taskOf } from '../../dataset/targetProblem.ts'
import type { ExperimentFile } from '../file/experimentFile.ts'
import { columnsWithRole } from './setRoles.ts'
import { switchTask } from './switchTask.ts'
import { isEmpty, withSetting } from './withSetting.ts'

/**
 * An experiment that predicts another column. What the task of this column does not have is no longer asked for. Rows without a value
 * in it are left out; those that had none in the target before take part again.
 */
export function setTarget(file: ExperimentFile, column: DatasetColumn): ExperimentFile {
  const { columns: before = {}, rows: conditions = [], target: old } = file.dataset
  const columns = columnsWithRole(before, [column], undefined)
  const kept = conditions.filter((one) => !isLabelled(one, old))
  const rows = keepLabelled(kept, column)
  const { task: chosen } = file
  const task = chosen !== undefined && taskOf(column, chosen, columns) === undefined ? undefined : chosen
  let dataset = withSetting(file.dataset, 'target', column.name)
  dataset = withSetting(dataset, 'columns', isEmpty(columns) ? undefined : columns)
  dataset = withSetting(dataset, 'rows', rows.length > 0 ? rows : undefined)
  const settings = withSetting(withSetting(file, 'positiveClass', undefined), 'task', task)
  const next = { ...settings, dataset } as unknown as ExperimentFile
  const effective = taskOf(column, task, columns)
  return effective === undefined ? next : switchTask(next, effective)
}

/** An experiment that learns the target as `task`; `undefined`: as what follows from its column, where that is known. */
export function setTask(
  file: ExperimentFile,
  task: Task | undefined,
  column: DatasetColumn | undefined,
): ExperimentFile {
  const chosen = withSetting(file, 'task', task)
  const isBinary = task === undefined || task === 'binary'
  const next = (isBinary ? chosen : withSetting(chosen, 'positiveClass', undefined)) as unknown as ExperimentFile
  const effective = column && taskOf(column, task, file.dataset.columns)
  return effective === undefined ? next : switchTask(next, effective)
}

/** An experiment whose scores are about the class of this label; `undefined`: the rarer one. */
export function setPositiveClass(file: ExperimentFile, label: string | undefined): ExperimentFile {
  return withSetting(file, 'positiveClass', label) as unknown as ExperimentFile
}

/** The conditions on rows, and where a column has cells without a value one more: that there is one. */
export function keepLabelled(
  conditions: readonly RowCondition[],
  { name, missing }: Pick<DatasetColumn, 'name' | 'missing'>,
): readonly RowCondition[] {
  if (missing === 0 || conditions.some((one) => one.column === name && one.isMissing === false)) return conditions
  return [...conditions, { column: name, isMissing: false }]
}

/** Whether a condition asks for a value in the column and for nothing else. */
function isLabelled(condition: RowCondition, column: string): boolean {
  return condition.column === column && condition.isMissing === false && Object.keys(condition).length === 2
}
