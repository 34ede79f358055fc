import type { DatasetSettings } from '../../dataset/datasetSettings.ts'
import type { FilterValue } from '../../dataset/rowFilter.ts'
import type { ExperimentFile, WrittenFlatValidation, WrittenValidation } from '../file/experimentFile.ts'

/** What is said of names where a file is read: of columns, and of the labels of each. */
type Naming = Pick<DatasetSettings, 'names' | 'columns'>
type Renames = ReadonlyMap<string, string>

/** Names that become others, where a file is read as `after` instead of as `before`. */
export function columnRenames(before: Naming['names'] = {}, after: Naming['names'] = {}): Renames {
  return changes(before, after)
}

/** An experiment on data whose columns and labels are named otherwise: every place that names one follows. */
export function renameData(file: ExperimentFile, before: Naming, after: Naming): ExperimentFile {
  const columns = columnRenames(before.names, after.names)
  let next = columns.size > 0 ? renameColumns(file, columns) : file
  const old = new Map(Object.keys(before.columns ?? {}).map((name) => [columns.get(name) ?? name, name]))
  for (const name of new Set([...old.keys(), ...Object.keys(after.columns ?? {})])) {
    const labels = changes(before.columns?.[old.get(name) ?? name]?.labels, after.columns?.[name]?.labels)
    if (labels.size > 0) next = renameLabels(next, name, labels)
  }
  return next
}

function changes(before: Readonly<Record<string, string>> = {}, after: Readonly<Record<string, string>> = {}): Renames {
  const written = new Set([...Object.keys(before), ...Object.keys(after)])
  const pairs = [...written].map((name) => [before[name] ?? name, after[name] ?? name] as const)
  return new Map(pairs.filter(([old, now]) => old !== now))
}

function renameColumns(file: ExperimentFile, names: Renames): ExperimentFile {
  const now = (name: string): string => names.get(name) ?? name
  const { target, columns, rows } = file.dataset
  const dataset = {
    ...file.dataset,
    target: now(target),
    ...(columns && { columns: Object.fromEntries(Object.entries(columns).map(([name, one]) => [now(name), one])) }),
    ...(rows && { rows: rows.map((row) => ({ ...row, column: now(row.column) })) }),
  }
  return { ...file, dataset, ...(file.validation && { validation: renameInValidation(file.validation, now) }) }
}

function renameInValidation(validation: WrittenValidation, now: (name: string) => string): WrittenValidation {
  const flat = (one: WrittenFlatValidation): WrittenFlatValidation => ({
    ...one,
    ...(one.time !== undefined && { time: now(one.time) }),
    ...(one.series !== undefined && { series: now(one.series) }),
  })
  if (validation.strategy !== 'nested') return flat(validation)
  const { outer, inner } = validation
  return { ...validation, ...(outer && { outer: flat(outer) }), ...(inner && { inner: flat(inner) }) }
}

function renameLabels(file: ExperimentFile, column: string, labels: Renames): ExperimentFile {
  const now = (label: string): string => labels.get(label) ?? label
  const { columns, rows } = file.dataset
  const order = columns?.[column]?.order
  const value = (one: FilterValue): FilterValue => (now(String(one)) === String(one) ? one : now(String(one)))
  const values = (given: FilterValue | readonly FilterValue[]) =>
    Array.isArray(given) ? (given as readonly FilterValue[]).map(value) : value(given as FilterValue)
  const dataset = {
    ...file.dataset,
    ...(order && { columns: { ...columns, [column]: { ...columns[column], order: order.map(now) } } }),
    ...(rows && {
      rows: rows.map((row) =>
        row.column !== column
          ? row
          : {
              ...row,
              ...(row.is !== undefined && { is: values(row.is) }),
              ...(row.isNot !== undefined && { isNot: values(row.isNot) }),
            },
      ),
    }),
  }
  const renamed = { ...file, dataset }
  return file.dataset.target === column ? renameClasses(renamed, now) : renamed
}

/** The labels of the target: the positive class, and weights by class. */
function renameClasses(file: ExperimentFile, now: (label: string) => string): ExperimentFile {
  const weighed = <Part extends object>(part: Part): Part => {
    const { classWeight } = part as { readonly classWeight?: unknown }
    if (typeof classWeight !== 'object' || classWeight === null || 'sweep' in classWeight) return part
    return {
      ...part,
      classWeight: Object.fromEntries(Object.entries(classWeight).map(([key, one]) => [now(key), one])),
    }
  }
  const { positiveClass, training, models } = file
  return {
    ...file,
    ...(positiveClass !== undefined && { positiveClass: now(String(positiveClass)) }),
    ...(training && { training: weighed(training) }),
    models: models.map(weighed),
  }
}
