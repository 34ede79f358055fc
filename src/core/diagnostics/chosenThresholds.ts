import { sortByValue } from '../dataset/sortByValue.ts'
import { cellsOf } from './cellScores.ts'
import { countsByThreshold, pooledCounts } from './countsByThreshold.ts'
import { lowestPositive } from './decision.ts'
import { joinRows } from './heldOut.ts'
import type { HeldOut, HeldOutFit, HeldOutRows } from './heldOut.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'
import { countsAt } from './thresholdCounts.ts'
import type { ThresholdCounts } from './thresholdCounts.ts'
import { THRESHOLD_RULES } from './thresholdRules.ts'
import type { CostTable, ThresholdRule } from './thresholdRules.ts'

/** A threshold chosen by one rule, and what it is worth on rows that had no part in the choice. */
export interface ChosenThreshold {
  readonly rule: ThresholdRule['name']
  /** What `score` and `crossFittedScore` are. */
  readonly metric: string
  readonly threshold: number
  /** On all held-out rows of the first repeat, which the threshold was chosen on: optimistic. */
  readonly score: number
  /** The same threshold, fold by fold. */
  readonly foldScore: Spread
  /**
   * Mean over folds, each scored at the threshold chosen on the held-out rows of the other folds of its repeat. Where a fold
   * holds out a single row: of all rows together, each at its fold's threshold. `null` where it cannot be computed.
   */
  readonly crossFittedScore: number | null
  readonly crossFittedStd: number | null
  /** By repeat and fold. */
  readonly crossFitted: readonly CrossFittedFold[]
}

/** One fold of a cross-fitted threshold. */
export interface CrossFittedFold {
  readonly repeat: number
  readonly fold: number
  readonly threshold: number
  readonly score: number
}

/** Sweeping all rows once for every fold: beyond so many steps cross-fitting is left out. */
const MOST_STEPS = 4e8
const MOST_FOLDS_KEPT = 500

/** Thresholds of every rule for a binary task. */
export function chosenThresholds(heldOut: HeldOut, costs: CostTable): readonly ChosenThreshold[] {
  const counts = pooledCounts(heldOut, 1)
  const folds = heldOut.fits.map((fit) => countsByThreshold(fit, heldOut.width, 1))
  const repeats = repeatsOf(heldOut)
  return THRESHOLD_RULES.map((rule) => {
    const { threshold, score } = bestThreshold(counts, rule, costs)
    const foldScore = spreadOf(folds.map((fold) => scoreAt(fold, threshold, rule, costs)))
    return { rule: rule.name, metric: rule.metric, threshold, score, foldScore, ...crossFit(repeats, rule, costs) }
  })
}

/** The best threshold among the scores that occur, the lowest of several (as `argmax` over ascending scores). */
export function bestThreshold(
  counts: ThresholdCounts,
  rule: ThresholdRule,
  costs: CostTable,
): { readonly threshold: number; readonly score: number } {
  if (rule.fixed !== undefined) return { threshold: rule.fixed, score: scoreAt(counts, rule.fixed, rule, costs) }
  const { thresholds, truePositives, falsePositives } = counts
  let best = { threshold: NaN, score: NaN }
  for (let i = 0; i < thresholds.length; i += 1) {
    const cells = cellsOf({ truePositives: truePositives[i], falsePositives: falsePositives[i] }, counts)
    const score = rule.score(cells, costs)
    if (Number.isNaN(best.score) || isAsGood(score, best.score, rule)) best = { threshold: thresholds[i], score }
  }
  return best
}

function isAsGood(score: number, best: number, { isGreaterBetter }: ThresholdRule): boolean {
  return isGreaterBetter ? score >= best : score <= best
}

function scoreAt(counts: ThresholdCounts, threshold: number, rule: ThresholdRule, costs: CostTable): number {
  return rule.score(cellsOf(countsAt(counts, lowestPositive(threshold)), counts), costs)
}

type CrossFit = Pick<ChosenThreshold, 'crossFittedScore' | 'crossFittedStd' | 'crossFitted'>

/** The folds of one repeat, their rows sorted together once for all rules. */
interface Repeat {
  readonly fits: readonly HeldOutFit[]
  readonly sorted: SortedFolds
}

/** Every repeat; none where cross-fitting has nothing to choose on or would take too long. */
function repeatsOf({ fits }: HeldOut): readonly Repeat[] {
  const byRepeat = [...Map.groupBy(fits, ({ repeat }) => repeat).values()]
  const steps = byRepeat.reduce((sum, own) => sum + own.length * own.reduce((all, { rows }) => all + rows.length, 0), 0)
  if (steps > MOST_STEPS || byRepeat.some((own) => own.length < 2)) return []
  return byRepeat.map((own) => ({ fits: own, sorted: sortedFolds(own) }))
}

function crossFit(repeats: readonly Repeat[], rule: ThresholdRule, costs: CostTable): CrossFit {
  if (repeats.length === 0) return { crossFittedScore: null, crossFittedStd: null, crossFitted: [] }
  const folds = repeats.flatMap(({ fits, sorted }) =>
    fits.map((fit, index) => {
      const counts = countsByThreshold(fit, 1, 1)
      const threshold = rule.fixed ?? sweepWithout(index, sorted, rule, costs)
      const { repeat, fold } = fit
      const cells = cellsOf(countsAt(counts, lowestPositive(threshold)), counts)
      return { repeat, fold, threshold, score: rule.score(cells, costs), cells }
    }),
  )
  const crossFitted = folds.slice(0, MOST_FOLDS_KEPT).map(({ cells: _, ...fold }) => fold)
  if (repeats.some(({ fits }) => fits.some(({ rows }) => rows.length === 1))) {
    const sum = (name: keyof (typeof folds)[number]['cells']) =>
      folds.reduce((total, { cells }) => total + cells[name], 0)
    const cells = {
      truePositives: sum('truePositives'),
      falsePositives: sum('falsePositives'),
      falseNegatives: sum('falseNegatives'),
      trueNegatives: sum('trueNegatives'),
    }
    return { crossFittedScore: rule.score(cells, costs), crossFittedStd: null, crossFitted }
  }
  const { mean, std } = spreadOf(folds.map(({ score }) => score))
  return { crossFittedScore: mean, crossFittedStd: std, crossFitted }
}

function sortedFolds(fits: readonly HeldOutRows[]): SortedFolds {
  const { truth, values: scores } = joinRows(fits)
  const foldOf = new Uint32Array(scores.length)
  let from = 0
  fits.forEach((fit, fold) => {
    foldOf.fill(fold, from, (from += fit.rows.length))
  })
  const { values, rows } = sortByValue(scores)
  const labels = new Uint8Array(rows.length)
  const folds = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at += 1) {
    labels[at] = truth[rows[at]]
    folds[at] = foldOf[rows[at]]
  }
  return { values, labels, folds }
}

interface SortedFolds {
  /** Ascending. */
  readonly values: Float64Array
  readonly labels: Uint8Array
  readonly folds: Uint32Array
}

/** The best threshold on the rows of all folds but one. */
function sweepWithout(fold: number, sorted: SortedFolds, rule: ThresholdRule, costs: CostTable): number {
  const { values, labels, folds } = sorted
  let positives = 0
  let count = 0
  for (let at = 0; at < values.length; at += 1) {
    if (folds[at] === fold) continue
    positives += labels[at]
    count += 1
  }
  const totals = { positives, negatives: count - positives }
  let best = NaN
  let bestScore = NaN
  let truePositives = 0
  let falsePositives = 0
  let isOpen = false
  for (let at = values.length - 1; at >= 0; at -= 1) {
    if (folds[at] !== fold) {
      truePositives += labels[at]
      falsePositives += 1 - labels[at]
      isOpen = true
    }
    // Only scores of the other folds are candidates, each once all its rows are counted.
    if (!isOpen || (at > 0 && values[at - 1] === values[at])) continue
    isOpen = false
    const score = rule.score(cellsOf({ truePositives, falsePositives }, totals), costs)
    if (!Number.isNaN(bestScore) && !isAsGood(score, bestScore, rule)) continue
    best = values[at]
    bestScore = score
  }
  return best
}
