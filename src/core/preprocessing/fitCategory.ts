import { placeOfLevel } from '../dataset/levelOrder.ts'
import type { CategoryColumn } from '../dataset/table.ts'
import type { CategoryPreprocessing } from './preprocessingSpec.ts'
import { mostFrequentOf } from './columnStatistics.ts'
import type { FittedCategory } from './fittedPreprocessing.ts'

/**
 * Fits a category column on the training rows: which level stands in for missing cells, which levels are known.
 *
 * The levels are those of the whole dataset, so that the matrix has one width in every fold; a level that no
 * training row has is unknown, its output always 0.
 */
export function fitCategory(
  column: CategoryColumn,
  spec: CategoryPreprocessing,
  trainRows: Int32Array,
): FittedCategory {
  const { codes } = column
  const hasMissing = codes.includes(-1)
  const levels = levelsOf(column, spec, hasMissing)
  const fill = hasMissing ? fillLevel(column, spec, levels, trainRows) : -1
  const known = new Set<number>()
  for (const row of trainRows) known.add(codes[row] < 0 ? fill : codes[row])
  const kind = column.isOrdered ? 'ordinal' : spec.encode
  return { kind, name: column.name, levels, ranks: rankKnown(column, levels, known), fill }
}

function levelsOf({ levels }: CategoryColumn, spec: CategoryPreprocessing, hasMissing: boolean): readonly string[] {
  const needsOwn = hasMissing && spec.impute === 'constant' && !levels.includes(spec.fillValue)
  return needsOwn ? [...levels, spec.fillValue] : levels
}

function fillLevel(
  { codes }: CategoryColumn,
  spec: CategoryPreprocessing,
  levels: readonly string[],
  trainRows: Int32Array,
): number {
  if (spec.impute === 'none') return -1
  if (spec.impute === 'constant') return levels.indexOf(spec.fillValue)
  const present = Array.from(trainRows, (row) => codes[row]).filter((code) => code >= 0)
  return present.length === 0 ? -1 : mostFrequentOf(present)
}

/**
 * Ranks of known levels as scikit-learn's `OrdinalEncoder` numbers what it was fitted on: in the order of the column's levels
 * (`inLevelOrder`), among which a fill value of its own finds its place; behind an order that a person gave.
 */
function rankKnown(
  { levels: ordered, isOrdered }: CategoryColumn,
  levels: readonly string[],
  known: ReadonlySet<number>,
): number[] {
  const codes = [...ordered.keys()]
  if (levels.length > ordered.length) {
    const added = ordered.length
    codes.splice(isOrdered ? added : placeOfLevel(levels[added], ordered), 0, added)
  }
  const ranks = new Map(codes.filter((code) => known.has(code)).map((code, rank) => [code, rank]))
  return levels.map((_, level) => ranks.get(level) ?? -1)
}
