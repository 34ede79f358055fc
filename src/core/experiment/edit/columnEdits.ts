import type { DatePart } from '../../dataset/dateParts.ts'
import type { DatasetSettings } from '../../dataset/datasetSettings.ts'
import type { FilterValue, RowCondition } from '../../dataset/rowFilter.ts'
import type { ExperimentFile } from '../file/experimentFile.ts'
import { isEmpty, withSetting } from './withSetting.ts'

/** An experiment that prepares these parts of a date column; none: the date as one number. */
export function setDateParts(file: ExperimentFile, name: string, parts: readonly DatePart[]): ExperimentFile {
  return setColumnList(file, name, 'parts', parts)
}

/** An experiment in which the labels of a category have this order, from low to high; none: no order. */
export function setOrder(file: ExperimentFile, name: string, order: readonly string[]): ExperimentFile {
  return setColumnList(file, name, 'order', order)
}

/** Sets a list of a column; an empty one is left out, and so is a column of which nothing is said. */
function setColumnList(
  file: ExperimentFile,
  name: string,
  key: 'parts' | 'order',
  list: readonly string[],
): ExperimentFile {
  const { columns } = file.dataset
  const own = withSetting(columns?.[name], key, list.length > 0 ? list : undefined)
  const all = withSetting(columns, name, isEmpty(own) ? undefined : own) as DatasetSettings['columns'] & object
  return withDataset(file, { columns: isEmpty(all) ? undefined : all })
}

/** A way of comparing that takes a value. */
export type Comparison = Exclude<keyof RowCondition, 'column' | 'isMissing'>

/** An experiment that keeps the rows that meet one more condition. A further value of `is` or `isNot` of a column joins those before. */
export function addCondition(file: ExperimentFile, condition: RowCondition): ExperimentFile {
  const rows = file.dataset.rows ?? []
  const at = rows.findIndex((one) => joined(one, condition) !== undefined)
  const next = at < 0 ? [...rows, condition] : rows.map((one, i) => (i === at ? (joined(one, condition) ?? one) : one))
  return withDataset(file, { rows: next })
}

/** An experiment without its condition of this number. */
export function removeCondition(file: ExperimentFile, at: number): ExperimentFile {
  const rows = (file.dataset.rows ?? []).filter((_, i) => i !== at)
  return withDataset(file, { rows: rows.length > 0 ? rows : undefined })
}

/** Two conditions as one list of values, where both compare one column by `is`, or both by `isNot`, and by nothing else. */
function joined(before: RowCondition, added: RowCondition): RowCondition | undefined {
  for (const kind of ['is', 'isNot'] as const) {
    const [old, next] = [before[kind], added[kind]]
    const isAlone = [before, added].every((one) => Object.keys(one).length === 2)
    if (before.column !== added.column || old === undefined || next === undefined || !isAlone) continue
    return { column: before.column, [kind]: [...new Set([...listOf(old), ...listOf(next)])] }
  }
  return undefined
}

function listOf(given: FilterValue | readonly FilterValue[]): readonly FilterValue[] {
  return typeof given === 'object' ? given : [given]
}

/** Settings of the dataset changed; those that are `undefined` are left out. */
function withDataset(
  file: ExperimentFile,
  change: { [Key in keyof DatasetSettings]?: DatasetSettings[Key] | undefined },
): ExperimentFile {
  const entries = Object.entries({ ...file.dataset, ...change }).filter(([, value]) => value !== undefined)
  return { ...file, dataset: Object.fromEntries(entries) as unknown as DatasetSettings }
}
