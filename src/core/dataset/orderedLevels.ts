import { HoldoutError } from '../errors.ts'
import type { CategoryColumn } from './table.ts'

/**
 * An ordinal category with its levels in the order that a person gave, from low to high.
 * @throws HoldoutError `dataset/level-order` where a label of the column has no place in it
 */
export function orderedLevels(column: CategoryColumn, order: readonly string[]): CategoryColumn {
  const place = new Map(order.map((label, index) => [label, index]))
  const without = column.levels.filter((level) => !place.has(level))
  if (without.length > 0) throw unplaced(column.name, without)
  const present = new Set(column.levels)
  const levels = order.filter((label) => present.has(label))
  const next = column.levels.map((level) => levels.indexOf(level))
  return { ...column, levels, codes: column.codes.map((code) => (code < 0 ? -1 : next[code])), isOrdered: true }
}

function unplaced(name: string, labels: readonly string[]): HoldoutError {
  const shown = labels.slice(0, 10).map((label) => JSON.stringify(label))
  const more = labels.length > shown.length ? ` and ${String(labels.length - shown.length)} more` : ''
  return new HoldoutError(
    'dataset/level-order',
    `The order of the column ${JSON.stringify(name)} lacks the labels ${shown.join(', ')}${more}. Expected every label of the column.`,
    { hint: 'Name all labels from low to high, in quotes.', path: `dataset.columns.${name}.order` },
  )
}
