import { HoldoutError } from '../errors.ts'
import type { Table, TableColumn } from '../dataset/table.ts'
import { mean } from '../statistics/descriptive.ts'
import { quantileOf } from '../statistics/quantileOf.ts'
import { pooledRows } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'
import { residualsOf, shownRows } from './residuals.ts'
import type { RowPoints } from './residuals.ts'
import { momentsByPart, partsOf } from './rowParts.ts'
import type { RowParts } from './rowParts.ts'

/** Residuals of the rows of one level, or of one quarter of a number column. */
export interface ResidualPart {
  /** The level, or the quarter as `1.5 to 2.7`. */
  readonly value: string
  readonly rows: number
  readonly mean: number
  /** Least, lower quartile, median, upper quartile and largest. */
  readonly quartiles: readonly [least: number, lower: number, median: number, upper: number, most: number]
}

/** A column, and how much of the residuals it accounts for. */
export interface ExplainingColumn {
  readonly name: string
  /**
   * Share of the residuals' variance that lies between its levels or quarters, less what as many parts of random rows would have
   * (adjusted R²), at least 0; `null` where parts have fewer than two rows on average, or all residuals are equal.
   */
  readonly explained: number | null
}

/** Truth minus prediction against one feature, over all held-out rows of the first repeat. */
export interface ResidualsByFeature extends ExplainingColumn {
  readonly kind: TableColumn['kind']
  /** Rows with a value, and without one. */
  readonly rows: number
  readonly missing: number
  /** Quarters in order; levels, most rows first, at most 30. */
  readonly parts: readonly ResidualPart[]
  /** Levels or quarters that have rows. */
  readonly partsInAll: number
  /** Of a number column: value (x) and residual (y), at most 2,000. */
  readonly points?: RowPoints
  /** Every feature, that of the largest share first; at most 1,000. */
  readonly columns: readonly ExplainingColumn[]
}

const MOST_LEVELS = 30
const MOST_COLUMNS = 1000

/**
 * Residuals against a feature: the named one, else the one that accounts for most of them. `undefined` where there is no feature.
 * @throws HoldoutError `dataset/no-such-column`
 */
export function residualsByFeature(heldOut: HeldOut, table: Table, name?: string): ResidualsByFeature | undefined {
  const { features } = table
  const pooled = pooledRows(heldOut)
  const errors = residualsOf(pooled)
  const center = mean([...errors])
  const centered = errors.map((error) => error - center)
  let best: { readonly name: string; readonly explained: number; readonly parts: RowParts } | undefined
  const columns = features
    .map((column) => {
      const parts = partsOf(column, pooled.rows)
      const explained = explainedBy(parts, centered)
      // Parts of one column are kept, not of all: those that will be shown.
      const isShown = name === undefined ? (explained ?? -1) > (best?.explained ?? -Infinity) : column.name === name
      if (isShown) best = { name: column.name, explained: explained ?? -1, parts }
      return { name: column.name, explained }
    })
    .sort((a, b) => (b.explained ?? -1) - (a.explained ?? -1))
  const chosen = name ?? columns.at(0)?.name
  if (chosen === undefined) return undefined
  const column = features.find((one) => one.name === chosen)
  if (!column) throw noSuchFeature(chosen, features)
  const parts = best?.name === chosen ? best.parts : partsOf(column, pooled.rows)
  const members = membersOf(parts)
  const byPart = members.flatMap((rows, code) => (rows.length > 0 ? [partOf(parts.values[code], rows, errors)] : []))
  const rows = byPart.reduce((sum, part) => sum + part.rows, 0)
  const known = columns.find((one) => one.name === chosen)
  return {
    name: chosen,
    explained: known?.explained ?? null,
    kind: column.kind,
    rows,
    missing: errors.length - rows,
    parts: column.kind === 'number' ? byPart : byPart.sort((a, b) => b.rows - a.rows).slice(0, MOST_LEVELS),
    partsInAll: byPart.length,
    ...(column.kind === 'number' && { points: pointsOf(column.values, pooled.rows, errors) }),
    columns: columns.slice(0, MOST_COLUMNS),
  }
}

/** Adjusted share of variance between parts. */
function explainedBy(parts: RowParts, centered: Float64Array): number | null {
  const filled = momentsByPart(parts, centered).filter(({ count }) => count > 0)
  const [rows, sum, squares] = (['count', 'sum', 'squares'] as const).map((key) =>
    filled.reduce((total, part) => total + part[key], 0),
  )
  const all = squares - (sum * sum) / rows
  if (!(all > 0) || rows < 2 * filled.length) return null
  const between = filled.reduce((total, part) => total + (part.sum * part.sum) / part.count, 0) - (sum * sum) / rows
  return Math.max(0, 1 - ((1 - between / all) * (rows - 1)) / (rows - filled.length))
}

/** Places of the rows of each part. */
function membersOf({ values, codes }: RowParts): readonly (readonly number[])[] {
  const members = values.map((): number[] => [])
  codes.forEach((code, i) => {
    if (code >= 0) members[code].push(i)
  })
  return members
}

function partOf(value: string, rows: readonly number[], errors: Float64Array): ResidualPart {
  const own = Float64Array.from(rows, (i) => errors[i]).sort()
  const at = (share: number): number => quantileOf(own, share)
  return { value, rows: rows.length, mean: mean([...own]), quartiles: [at(0), at(0.25), at(0.5), at(0.75), at(1)] }
}

function pointsOf(values: Float64Array, rows: Int32Array, errors: Float64Array): RowPoints {
  const present = [...rows.keys()].filter((i) => !Number.isNaN(values[rows[i]]))
  const own = Float64Array.from(present, (i) => errors[i])
  const shown = shownRows(own).map((place) => present[place])
  return { rows: shown.map((i) => rows[i]), x: shown.map((i) => values[rows[i]]), y: shown.map((i) => errors[i]) }
}

function noSuchFeature(name: string, features: readonly TableColumn[]): HoldoutError {
  const [first] = features
  return new HoldoutError(
    'dataset/no-such-column',
    `Expected the name of one of the run's ${String(features.length)} features, received ${JSON.stringify(name)}.`,
    { hint: `Names are as in the file, for example ${JSON.stringify(first.name)}.` },
  )
}
