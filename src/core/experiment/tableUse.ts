import type { Task } from '../dataset/table.ts'
import type { DatasetSettings } from '../dataset/datasetSettings.ts'
import type { FlatValidation } from '../split/validationSpec.ts'
import type { ExperimentFile, WrittenFlatValidation } from './file/experimentFile.ts'

/** What of an experiment decides which columns and groups its table holds. */
export interface TableUse
  extends
    Pick<DatasetSettings, 'target' | 'columns' | 'rejected' | 'rows' | 'names'>,
    Pick<FlatValidation, 'groups' | 'time' | 'series'> {
  /** Absent: follows from the target. */
  readonly task?: Task
}

/** How an experiment uses its dataset. */
export function tableUse({ dataset, task, validation = {} }: ExperimentFile): TableUse {
  const { target, columns, rejected, rows, names } = dataset
  const parts = partsOf(validation)
  const first = <K extends 'groups' | 'time' | 'series'>(key: K): WrittenFlatValidation[K] =>
    parts.map((part) => part[key]).find((value) => value !== undefined)
  const [groups, time, series] = [first('groups'), first('time'), first('series')]
  return {
    target,
    ...(columns && { columns }),
    ...(rejected && { rejected }),
    ...(rows && { rows }),
    ...(names && { names }),
    ...(task && { task }),
    ...(groups && { groups }),
    ...(time !== undefined && { time }),
    ...(series !== undefined && { series }),
  }
}

function partsOf(validation: NonNullable<ExperimentFile['validation']>): readonly WrittenFlatValidation[] {
  if (validation.strategy !== 'nested') return [validation]
  const { groups, outer = {}, inner = {} } = validation
  return [{ ...(groups && { groups }) }, outer, inner]
}
