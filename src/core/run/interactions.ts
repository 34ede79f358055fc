import { mean } from '../statistics/descriptive.ts'
import type { Interval } from '../statistics/interval.ts'
import { holmAdjusted } from '../statistics/manyComparisons.ts'
import { effectInterval } from './additiveFit.ts'
import { leveledNames, levelValues, ratioOf, scoredSweep, sweepFit } from './mainEffects.ts'
import type { ModelDocument } from './runDocument.ts'

type Value = number | string | boolean

/** How much two settings together change the score beyond the sum of what each changes alone. */
export interface Interaction {
  readonly first: { readonly hyperparameter: string; readonly value: Value }
  readonly second: { readonly hyperparameter: string; readonly value: Value }
  /** Candidates with both values. */
  readonly candidates: number
  /** Against the first values of both hyperparameters. */
  readonly difference: number
  readonly interval: Interval | null
  /** Of the t-test over folds and candidates, adjusted for all contrasts of the sweep (Holm). */
  readonly adjustedP: number
}

/** Fewer candidates in one of the four cells say nothing of its average. */
const LEAST_IN_CELL = 2

/**
 * Two-way interactions of a sweep, the most certain first: for each pair of hyperparameters and of their values, the contrast
 * `m(a, b) - m(a, b0) - m(a0, b) + m(a0, b0)` of mean scores, fold by fold. Scores are first freed of the main effects of all
 * hyperparameters (least squares on their values), because a random sample of a grid is not balanced.
 */
export function interactions(models: readonly ModelDocument[], metric: string): readonly Interaction[] {
  const candidates = scoredSweep(models, metric)
  const testTrainRatio = ratioOf(candidates)
  if (testTrainRatio === undefined) return []
  const { residuals } = sweepFit(candidates, metric)
  const names = leveledNames(candidates)
  const pairs = names.flatMap((a, index) => names.slice(index + 1).map((b): readonly [string, string] => [a, b]))
  const contrasts = pairs.flatMap((pair) => contrastsOf(candidates, residuals, pair))
  const known = contrasts.map(({ folds, counts, within }) => {
    const candidateError = within.std * Math.sqrt(counts.reduce((sum, count) => sum + 1 / count, 0))
    return effectInterval({ folds, testTrainRatio, candidateError, degrees: within.degrees })
  })
  const adjusted = holmAdjusted(known.map((one) => one?.p ?? 1))
  return contrasts
    .map(({ first, second, folds, counts }, index) => ({
      first,
      second,
      candidates: counts[0],
      difference: mean(folds),
      interval: known[index]?.interval ?? null,
      adjustedP: adjusted[index],
    }))
    .sort((a, b) => a.adjustedP - b.adjustedP || Math.abs(b.difference) - Math.abs(a.difference))
}

function contrastsOf(
  candidates: readonly ModelDocument[],
  residuals: readonly Float64Array[],
  [a, b]: readonly [string, string],
) {
  const [firstOfA, ...valuesOfA] = levelValues(candidates, a)
  const [firstOfB, ...valuesOfB] = levelValues(candidates, b)
  const cell = (ofA: Value, ofB: Value) =>
    [...candidates.keys()].filter((index) => {
      const { hyperparameters } = candidates[index]
      return hyperparameters[a] === ofA && hyperparameters[b] === ofB
    })
  const within = spreadWithin(
    residuals,
    [firstOfA, ...valuesOfA].flatMap((ofA) => [firstOfB, ...valuesOfB].map((ofB) => cell(ofA, ofB))),
  )
  const foldMean = (rows: readonly number[], fold: number) => mean(rows.map((row) => residuals[row][fold]))
  return valuesOfA.flatMap((ofA) =>
    valuesOfB.flatMap((ofB) => {
      const cells = [cell(ofA, ofB), cell(ofA, firstOfB), cell(firstOfA, ofB), cell(firstOfA, firstOfB)]
      if (cells.some(({ length }) => length < LEAST_IN_CELL)) return []
      const folds = Array.from(residuals[0], (_, fold) => {
        const [both, onlyA, onlyB, neither] = cells.map((rows) => foldMean(rows, fold))
        return both - onlyA - onlyB + neither
      })
      const first = { hyperparameter: a, value: ofA }
      return [
        { first, second: { hyperparameter: b, value: ofB }, counts: cells.map(({ length }) => length), folds, within },
      ]
    }),
  )
}

/** How far candidates of the same cell differ, for other hyperparameters: the noise of a cell's mean. */
function spreadWithin(residuals: readonly Float64Array[], cells: readonly (readonly number[])[]) {
  const filled = cells.filter(({ length }) => length > 0)
  const squares = filled.map((rows) => {
    const means = rows.map((row) => mean([...residuals[row]]))
    const center = mean(means)
    return means.reduce((sum, value) => sum + (value - center) ** 2, 0)
  })
  const degrees = Math.max(1, residuals.length - filled.length)
  return { std: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / degrees), degrees }
}
