import { assigned } from '../../dataset/assignRoles.ts'
import type { AssignedColumn } from '../../dataset/assignRoles.ts'
import type { DatasetSettings } from '../../dataset/datasetSettings.ts'
import type { DatasetColumn } from '../../dataset/inspection.ts'
import { mayRepeatIds } from './idFindings.ts'
import { mayBeTime } from './timeFindings.ts'

/** Columns read for the pre-flight alone, at most. */
const MOST_CLUES = 6
/** A category with at most so many values may tell series apart. */
const MOST_SERIES = 1000

/**
 * Columns that take no part in the training but say how rows belong together: identifiers that repeat, times, and
 * categories beside a time. Features need not be read again.
 */
export function clueColumns(
  columns: readonly DatasetColumn[],
  { target, columns: settings = {} }: Pick<DatasetSettings, 'target' | 'columns'>,
  features: ReadonlySet<string>,
): readonly AssignedColumn[] {
  const others = columns.filter(({ name }) => name !== target && !features.has(name))
  const hasTime = columns.some((column) => column.name !== target && mayBeTime(column))
  const roleOf = (name: string): string | undefined =>
    Object.hasOwn(settings, name) ? settings[name]?.role : undefined
  const isSeries = ({ type, profile: { distinct, count } }: DatasetColumn): boolean =>
    hasTime && type !== 'date' && distinct > 1 && distinct < count && distinct <= MOST_SERIES
  const clues = others.filter(
    (column) => mayBeTime(column) || mayRepeatIds(column, roleOf(column.name)) || isSeries(column),
  )
  return clues.slice(0, MOST_CLUES).map((column) => {
    const isId = roleOf(column.name) !== undefined && !mayBeTime(column)
    return isId ? { column, kind: 'category' as const } : assigned(column)
  })
}
