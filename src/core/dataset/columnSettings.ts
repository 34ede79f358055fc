import type { ColumnSettings, DatasetSettings } from './datasetSettings.ts'

type Columns = NonNullable<DatasetSettings['columns']>

interface Pattern {
  readonly matches: RegExp
  readonly settings: ColumnSettings
}

const patternsOf = new WeakMap<Columns, readonly Pattern[]>()

/**
 * What is said of a column: by the patterns that its name fits, in their order, then by its own name, the later beating the earlier.
 * In a pattern `*` stands for any characters; a name that has a `*` itself means first of all the column of that very name.
 */
export function columnSettings(columns: Columns | undefined, name: string): ColumnSettings | undefined {
  if (!columns) return undefined
  const own = Object.hasOwn(columns, name) ? columns[name] : undefined
  const fitting = compiled(columns).filter(({ matches }) => matches.test(name))
  if (fitting.length === 0) return own
  return Object.assign({}, ...fitting.map(({ settings }) => settings), own) as ColumnSettings
}

/** Whether a key of `columns` is a pattern. */
export function isColumnPattern(key: string): boolean {
  return key.includes('*')
}

/** Whether a pattern fits a name. */
export function fitsPattern(pattern: string, name: string): boolean {
  return toRegExp(pattern).test(name)
}

function compiled(columns: Columns): readonly Pattern[] {
  const known = patternsOf.get(columns)
  if (known) return known
  const patterns = Object.entries(columns)
    .filter(([key]) => isColumnPattern(key))
    .map(([key, settings]) => ({ matches: toRegExp(key), settings }))
  patternsOf.set(columns, patterns)
  return patterns
}

function toRegExp(pattern: string): RegExp {
  const literal = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`, 's')
}
