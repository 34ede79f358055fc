import { CELL_SCORES, cellScores, cellsOf } from './cellScores.ts'
import type { CellScores, Cells } from './cellScores.ts'
import { countsByThreshold } from './countsByThreshold.ts'
import { lowestPositive } from './decision.ts'
import { pooledRows } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'
import { countsAt } from './thresholdCounts.ts'

/** Mean and population deviation over folds, one value for each threshold. */
export interface SpreadColumns {
  readonly mean: readonly number[]
  readonly std: readonly number[]
}

/**
 * What a model does at each of at most 2,000 thresholds: everything that moves with the slider, so that moving it asks nobody.
 * Each number is exact at its threshold.
 */
export interface OperatingPoints {
  /** Ascending; scores that occur, and those asked for. */
  readonly thresholds: readonly number[]
  /** Rows in each cell over folds. */
  readonly cells: Readonly<Record<keyof Cells, SpreadColumns>>
  /** Rows in each cell, every row once: the mean over repeats of all folds together. */
  readonly counts: Readonly<Record<keyof Cells, readonly number[]>>
  readonly scores: Readonly<Record<keyof CellScores, SpreadColumns>>
}

const CELLS = ['truePositives', 'falsePositives', 'falseNegatives', 'trueNegatives'] as const
const MOST_THRESHOLDS = 1800

/** The operating points of a binary task; `wanted` thresholds are among them. */
export function operatingPoints(heldOut: HeldOut, wanted: readonly number[]): OperatingPoints {
  const thresholds = thresholdsOf(heldOut, wanted)
  const folds = heldOut.fits.map((fit) => countsByThreshold(fit, heldOut.width, 1))
  const cellSums = table(CELLS, thresholds.length)
  const scoreSums = table(CELL_SCORES, thresholds.length)
  for (const counts of folds) {
    thresholds.forEach((threshold, at) => {
      const cells = cellsOf(countsAt(counts, lowestPositive(threshold)), counts)
      add(cellSums, at, cells)
      add(scoreSums, at, cellScores(cells))
    })
  }
  const perRepeat = 1 / heldOut.repeats
  return {
    thresholds,
    cells: columns(CELLS, cellSums, folds.length),
    counts: record(CELLS, (name) => Array.from(cellSums[name].sum, (sum) => sum * perRepeat)),
    scores: columns(CELL_SCORES, scoreSums, folds.length),
  }
}

/** Distinct scores of the pooled rows, thinned so that equally many rows lie between two of them. */
function thresholdsOf(heldOut: HeldOut, wanted: readonly number[]): number[] {
  const { thresholds } = countsByThreshold(pooledRows(heldOut), heldOut.width, 1)
  const count = thresholds.length
  const kept =
    count <= MOST_THRESHOLDS
      ? [...thresholds]
      : Array.from(
          { length: MOST_THRESHOLDS },
          (_, i) => thresholds[Math.round((i * (count - 1)) / (MOST_THRESHOLDS - 1))],
        )
  return [...new Set([...kept, ...wanted])].sort((a, b) => a - b)
}

interface Sums {
  readonly sum: Float64Array
  readonly squares: Float64Array
  /** Deviations are summed from the first value on, so that equal values have none. */
  readonly first: Float64Array
}

function table<Name extends string>(names: readonly Name[], count: number): Record<Name, Sums> {
  return record(names, () => ({
    sum: new Float64Array(count),
    squares: new Float64Array(count),
    first: new Float64Array(count).fill(NaN),
  }))
}

function add<Name extends string>(sums: Record<Name, Sums>, at: number, values: Readonly<Record<Name, number>>): void {
  for (const name of Object.keys(sums) as Name[]) {
    const { sum, squares, first } = sums[name]
    if (Number.isNaN(first[at])) first[at] = values[name]
    sum[at] += values[name]
    squares[at] += (values[name] - first[at]) ** 2
  }
}

function columns<Name extends string>(
  names: readonly Name[],
  sums: Record<Name, Sums>,
  folds: number,
): Record<Name, SpreadColumns> {
  return record(names, (name) => {
    const { sum, squares, first } = sums[name]
    const mean = Array.from(sum, (total) => total / folds)
    const std = mean.map((value, at) => Math.sqrt(Math.max(0, squares[at] / folds - (value - first[at]) ** 2)))
    return { mean, std }
  })
}

function record<Name extends string, Value>(names: readonly Name[], value: (name: Name) => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>
}
