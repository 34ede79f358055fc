import { columnSettings, isColumnPattern } from '../../dataset/columnSettings.ts'
import type { ColumnSettings, DatasetSettings, Role } from '../../dataset/datasetSettings.ts'
import { hasRole } from '../../dataset/hasRole.ts'
import type { DatasetColumn } from '../../dataset/inspection.ts'
import { strategies, strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'
import type { ExperimentFile, WrittenFlatValidation, WrittenValidation } from '../file/experimentFile.ts'
import { switchFlat } from './switchStrategy.ts'

type Columns = NonNullable<DatasetSettings['columns']>

/**
 * An experiment once columns were given a role, however many, in one pass. A strategy that does not fit the roles any more is switched
 * to the form that does: to whole groups as soon as a column has the role `group`, to predefined parts for the role `split`, and back.
 */
export function setRoles(
  file: ExperimentFile,
  changed: readonly Pick<DatasetColumn, 'name' | 'type'>[],
  role: Exclude<Role, 'target'>,
): ExperimentFile {
  const { columns: before = {}, ...dataset } = file.dataset
  const columns = columnsWithRole(before, changed, role)
  const settings = Object.keys(columns).length > 0 ? { ...dataset, columns } : dataset
  return withFittingStrategy({ ...file, dataset: settings })
}

/** The settings of columns once these have a role; none (`undefined`), and what a column does anyway, are not written. */
export function columnsWithRole<C extends Columns>(
  columns: C,
  changed: readonly Pick<DatasetColumn, 'name' | 'type'>[],
  role: Role | undefined,
): C {
  const next = new Map<string, ColumnSettings>(Object.entries(columns))
  const patterns = Object.fromEntries([...next].filter(([key]) => isColumnPattern(key)))
  for (const { name, type } of changed) {
    const { role: _before, ...rest } = next.get(name) ?? {}
    const isFeature = type !== 'text' && columnSettings(patterns, name)?.role === undefined
    const isPlain = role === undefined || (role === 'feature' && isFeature)
    const written = isPlain ? rest : { ...rest, role }
    if (Object.keys(written).length === 0) next.delete(name)
    else next.set(name, written)
  }
  return Object.fromEntries(next) as C
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
