import { cellScores } from './cellScores.ts'
import type { Cells } from './cellScores.ts'

/** Cost of each prediction by truth: `costs[truth][predicted]`, in any unit; right predictions usually cost 0. */
export type CostTable = readonly (readonly number[])[]

/** Every mistake costs the same. */
export const EVEN_COSTS: CostTable = [
  [0, 1],
  [1, 0],
]

/** A way to choose a threshold: a row of {@link THRESHOLD_RULES}. */
export interface ThresholdRule {
  readonly name: 'half' | 'f1' | 'youden' | 'cost'
  /** What it scores a threshold by. */
  readonly metric: string
  readonly isGreaterBetter: boolean
  /** Absent: nothing is chosen, the threshold stays this one. */
  readonly fixed?: number
  score(cells: Cells, costs: CostTable): number
}

/** The presets of a threshold, in the order in which they are offered. */
export const THRESHOLD_RULES: readonly ThresholdRule[] = [
  { name: 'half', metric: 'accuracy', isGreaterBetter: true, fixed: 0.5, score: (cells) => cellScores(cells).accuracy },
  { name: 'f1', metric: 'f1', isGreaterBetter: true, score: f1Of },
  { name: 'youden', metric: 'youden', isGreaterBetter: true, score: youdenOf },
  { name: 'cost', metric: 'meanCost', isGreaterBetter: false, score: meanCostOf },
]

/** F1 of the positive class; 0 where nothing is positive and nothing is called so. */
export function f1Of({ truePositives, falsePositives, falseNegatives }: Cells): number {
  const all = 2 * truePositives + falsePositives + falseNegatives
  return all === 0 ? 0 : (2 * truePositives) / all
}

/** Youden's J: recall of both classes minus one. */
export function youdenOf({ truePositives, falsePositives, falseNegatives, trueNegatives }: Cells): number {
  return ratio(truePositives, truePositives + falseNegatives) + ratio(trueNegatives, trueNegatives + falsePositives) - 1
}

/** What a row costs on average. */
export function meanCostOf(cells: Cells, costs: CostTable): number {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = cells
  const total =
    trueNegatives * costs[0][0] +
    falsePositives * costs[0][1] +
    falseNegatives * costs[1][0] +
    truePositives * costs[1][1]
  return total / (truePositives + falsePositives + falseNegatives + trueNegatives)
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
