import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import type { FitKey } from '../../core/run/runEvent.ts'
import { joinArrays } from '../../core/joinArrays.ts'
import { classScore, residualScore } from '../../core/statistics/conformal.ts'

/** How badly each held-out row of the first repeat was predicted, by candidate: what intervals of new rows rest on. */
export class CalibrationScores {
  readonly #byCandidate = new Map<number, Map<number, Float64Array>>()
  readonly #target: EncodedTarget

  constructor(target: EncodedTarget) {
    this.#target = target
  }

  /** Computes the scores of one fit and keeps them. */
  add(key: FitKey, { rows, values }: Predictions): Float64Array {
    const scores = new Float64Array(rows.length)
    for (let i = 0; i < rows.length; i++) scores[i] = this.#score(rows[i], values[i])
    this.keep(key, scores)
    return scores
  }

  /** Keeps the scores of one fit, as `add` computed them. */
  keep({ candidate, repeat, fold, outer }: FitKey, scores: ArrayLike<number>): void {
    if (repeat > 0 || outer !== undefined) return
    const folds = this.#byCandidate.get(candidate) ?? new Map<number, Float64Array>()
    folds.set(fold, Float64Array.from(scores))
    this.#byCandidate.set(candidate, folds)
  }

  /** All scores of a candidate, ascending; absent where a fold is missing: it diverged, or was trained before a pause. */
  of(candidate: number, folds: number): readonly number[] | undefined {
    const kept = this.#byCandidate.get(candidate)
    return kept?.size === folds ? Array.from(joinArrays(Float64Array, [...kept.values()]).sort()) : undefined
  }

  #score(row: number, value: number | readonly number[]): number {
    const { labels, values } = this.#target
    if (!labels) return residualScore(values?.[row] ?? NaN, value as number)
    return classScore(labels[row], typeof value === 'number' ? [1 - value, value] : value)
  }
}
