import { CELL_SCORES, cellScores, cellsOf } from './cellScores.ts'
import type { CellScores, Cells } from './cellScores.ts'
import { countsByThreshold, pooledCounts } from './countsByThreshold.ts'
import { lowestPositive } from './decision.ts'
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
  const sums = table([...CELLS, ...CELL_SCORES], thresholds.length)
  for (const counts of folds) {
    thresholds.forEach((threshold, at) => {
      const cells = cellsOf(countsAt(counts, lowestPositive(threshold)), counts)
      addPoint(sums, at, cells, cellScores(cells))
    })
  }
  const perRepeat = 1 / heldOut.repeats
  return {
    thresholds,
    cells: columns(CELLS, sums, folds.length),
    counts: record(CELLS, (name) => Array.from(sums[name].sum, (sum) => sum * perRepeat)),
    scores: columns(CELL_SCORES, sums, folds.length),
  }
}

/** Distinct scores of the pooled rows, thinned so that equally many rows lie between two of them. */
function thresholdsOf(heldOut: HeldOut, wanted: readonly number[]): number[] {
  const { thresholds } = pooledCounts(heldOut, 1)
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

type PointSums = Readonly<Record<keyof Cells | keyof CellScores, Sums>>

/** Name by name: a loop over names took three times as long. */
function addPoint(sums: PointSums, at: number, cells: Cells, scores: CellScores): void {
  add(sums.truePositives, at, cells.truePositives)
  add(sums.falsePositives, at, cells.falsePositives)
  add(sums.falseNegatives, at, cells.falseNegatives)
  add(sums.trueNegatives, at, cells.trueNegatives)
  add(sums.accuracy, at, scores.accuracy)
  add(sums.balancedAccuracy, at, scores.balancedAccuracy)
  add(sums.precision, at, scores.precision)
  add(sums.recall, at, scores.recall)
  add(sums.specificity, at, scores.specificity)
  add(sums.f1, at, scores.f1)
  add(sums.mcc, at, scores.mcc)
}

function add({ sum, squares, first }: Sums, at: number, value: number): void {
  if (Number.isNaN(first[at])) first[at] = value
  sum[at] += value
  squares[at] += (value - first[at]) ** 2
}

function columns<Name extends string>(
  names: readonly Name[],
  sums: Readonly<Record<Name, Sums>>,
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
