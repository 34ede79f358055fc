import { columnSettings, fitsPattern, isColumnPattern } from './columnSettings.ts'
import type { DatasetSettings, Role } from './datasetSettings.ts'
import { HoldoutError } from '../errors.ts'
import type { DatasetColumn } from './inspection.ts'

/** A column and the kind of table column it becomes. */
export interface AssignedColumn {
  readonly column: DatasetColumn
  readonly kind: 'number' | 'category'
}

/** Which column does what in an experiment. */
export interface AssignedRoles {
  readonly target: AssignedColumn
  readonly features: readonly AssignedColumn[]
  readonly group?: AssignedColumn
  readonly weight?: AssignedColumn
  /** Says which rows are held out. */
  readonly split?: AssignedColumn
  /** Name rows, and stand beside predictions. */
  readonly ids: readonly AssignedColumn[]
  /** Columns of text that nobody gave a role: free text is no feature. */
  readonly leftOut: readonly DatasetColumn[]
}

/**
 * Roles of all columns: those given, else feature; text takes part only when told to.
 * @throws HoldoutError `dataset/no-such-column`, `dataset/roles`, `dataset/no-features`
 */
export function assignRoles(
  columns: readonly DatasetColumn[],
  request: Pick<DatasetSettings, 'target' | 'columns' | 'names'>,
): AssignedRoles {
  assertRenamed(request.names ?? {}, columns)
  assertExist([request.target, ...Object.keys(request.columns ?? {})], columns)
  const roleOf = (column: DatasetColumn): Role | undefined =>
    column.name === request.target ? 'target' : ownRole(request, column.name)
  const withRole = (role: Role): DatasetColumn[] => columns.filter((column) => roleOf(column) === role)
  const [target] = withRole('target')
  const plain = columns.filter((column) => roleOf(column) === undefined)
  const leftOut = plain.filter(({ type }) => type === 'text')
  const isLeftOut = new Set(leftOut)
  const features = columns.filter(
    (column) => roleOf(column) === 'feature' || (roleOf(column) === undefined && !isLeftOut.has(column)),
  )
  if (!target) throw noSuchColumn(request.target, columns)
  if (features.length === 0) throw noFeatures(request.target)
  const group = only('group', withRole('group'))
  const weight = only('weight', withRole('weight'))
  const split = only('split', withRole('split'))
  return {
    target: assigned(target),
    features: features.map(assigned),
    leftOut,
    ids: withRole('id').map((column) => ({ column, kind: column.type === 'number' ? 'number' : 'category' })),
    ...(group && { group: { column: group, kind: 'category' as const } }),
    ...(weight && { weight: { column: weight, kind: 'number' as const } }),
    ...(split && {
      split: { column: split, kind: split.type === 'number' ? ('number' as const) : ('category' as const) },
    }),
  }
}

function ownRole({ columns }: Pick<DatasetSettings, 'columns'>, name: string): Role | undefined {
  return columnSettings(columns, name)?.role
}

/** The kind of table column that a column becomes. */
export function assigned(column: DatasetColumn): AssignedColumn {
  return { column, kind: column.type === 'category' || column.type === 'text' ? 'category' : 'number' }
}

function only(role: Role, columns: readonly DatasetColumn[]): DatasetColumn | undefined {
  if (columns.length <= 1) return columns[0]
  throw new HoldoutError(
    'dataset/roles',
    `Expected one column with the role ${role}, received ${columns.map(({ name }) => name).join(', ')}.`,
    {
      hint: 'Give the role to one of them.',
    },
  )
}

/** The column of this name. @throws HoldoutError `dataset/no-such-column` */
export function targetColumn(columns: readonly DatasetColumn[], name: string): DatasetColumn {
  const column = columns.find((one) => one.name === name)
  if (!column) throw noSuchColumn(name, columns)
  return column
}

/** Whoever renames a column must name one that is there. */
function assertRenamed(names: NonNullable<DatasetSettings['names']>, columns: readonly DatasetColumn[]): void {
  const present = new Set(columns.map(({ name }) => name))
  for (const [before, name] of Object.entries(names)) if (!present.has(name.trim())) throw noSuchColumn(before, columns)
}

/** Names, and patterns that fit at least one. */
function assertExist(keys: readonly string[], columns: readonly DatasetColumn[]): void {
  const names = new Set(columns.map(({ name }) => name))
  for (const key of keys) {
    if (names.has(key)) continue
    const isFitting = isColumnPattern(key) && columns.some(({ name }) => fitsPattern(key, name))
    if (!isFitting) throw noSuchColumn(key, columns)
  }
}

function noSuchColumn(name: string, columns: readonly DatasetColumn[]): HoldoutError {
  const names = columns.map((column) => column.name)
  const shown = names.length > 12 ? `${names.slice(0, 10).join(', ')}, … ${String(names.at(-1))}` : names.join(', ')
  const near = names.find((other) => other.trim().toLowerCase() === name.trim().toLowerCase())
  const hint =
    near === undefined ? `The columns are ${shown}.${headerHint(names)}` : `Did you mean ${JSON.stringify(near)}?`
  const what = isColumnPattern(name) ? 'no column that fits' : 'no column'
  return new HoldoutError('dataset/no-such-column', `There is ${what} ${JSON.stringify(name)}.`, { hint })
}

/** Columns V1 to Vn are those of a file that was read without a header. */
function headerHint(names: readonly string[]): string {
  const isNameless = names.every((name, index) => name === `V${String(index + 1)}`)
  return isNameless
    ? ' The file was read as one without a header: use `header: true` (--header yes) if its first row holds the names.'
    : ' The first row of the file was read as its header: use `header: false` (--header no) if it holds values.'
}

function noFeatures(target: string): HoldoutError {
  return new HoldoutError(
    'dataset/no-features',
    `Besides the target ${target} there is no column to predict it from.`,
    {
      hint: 'Choose another file, or give at least one column the role feature.',
    },
  )
}
