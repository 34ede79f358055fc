import type { DatasetSettings, Role } from '../../dataset/datasetSettings.ts'
import { hasRole } from '../../dataset/hasRole.ts'
import type { DatasetColumn } from '../../dataset/inspection.ts'
import { strategies, strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'
import type { ExperimentFile, WrittenFlatValidation, WrittenValidation } from '../file/experimentFile.ts'
import { switchFlat } from './switchStrategy.ts'

/**
 * An experiment once a column was given a role. A strategy that does not fit the roles any more is switched to the form
 * that does: to whole groups as soon as a column has the role `group`, to predefined parts for the role `split`, and back.
 */
export function setRole(
  file: ExperimentFile,
  { name, type }: Pick<DatasetColumn, 'name' | 'type'>,
  role: Role,
): ExperimentFile {
  const { [name]: own, ...others } = file.dataset.columns ?? {}
  const { role: _before, ...rest } = own ?? {}
  const isPlain = role === 'target' || (role === 'feature' && type !== 'text')
  const next = isPlain ? rest : { ...rest, role }
  const columns = Object.keys(next).length === 0 ? others : { ...others, [name]: next }
  const { columns: _, ...dataset } = file.dataset
  const changed: DatasetSettings = {
    ...dataset,
    ...(role === 'target' && { target: name }),
    ...(Object.keys(columns).length > 0 && { columns }),
  }
  return withFittingStrategy({ ...file, dataset: changed })
}

/** An experiment whose strategies fit the roles of its columns, as far as each has a form that does. */
export function withFittingStrategy(file: ExperimentFile): ExperimentFile {
  const { validation, dataset } = file
  if (validation === undefined) return file
  const fitting = fittingValidation(validation, dataset)
  return { ...file, validation: fitting }
}

function fittingValidation(validation: WrittenValidation, dataset: DatasetSettings): WrittenValidation {
  if (validation.strategy !== 'nested') return fittingFlat(validation, dataset)
  const { outer, inner, groups, ...rest } = validation
  const ofAll = groups === undefined ? {} : { groups }
  return {
    ...rest,
    ...ofAll,
    ...(outer && { outer: fittingFlat(outer, dataset, ofAll) }),
    ...(inner && { inner: fittingFlat(inner, dataset, ofAll) }),
  }
}

function fittingFlat(
  flat: WrittenFlatValidation,
  dataset: DatasetSettings,
  ofAll: Pick<WrittenFlatValidation, 'groups'> = {},
): WrittenFlatValidation {
  const { strategy } = flat
  if (strategy === undefined) return flat
  if (strategy === 'predefined' && !hasRole(dataset, 'split')) return withoutStrategy(flat)
  if (strategy !== 'predefined' && hasRole(dataset, 'split') && strategyNamed(strategy).random !== 'never')
    return switchFlat(flat, 'predefined')
  const groups = flat.groups ?? ofAll.groups
  const isGrouped = groups === 'equalRows' || (groups !== 'ignore' && hasRole(dataset, 'group'))
  const form = isGrouped ? strategyNamed(strategy).groupedForm : ungroupedForm(strategy)
  return form === undefined ? flat : switchFlat(flat, form)
}

function ungroupedForm(strategy: FlatValidation['strategy']): FlatValidation['strategy'] | undefined {
  return strategies.find(({ groupedForm }) => groupedForm === strategy)?.name
}

function withoutStrategy({ strategy: _, ...rest }: WrittenFlatValidation): WrittenFlatValidation {
  return rest
}
