import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, diagnose } from './diagnose.ts'
import { diagnosisJson } from './diagnosisJson.ts'
import { heldOutOf } from './heldOut.ts'
import type { HeldOut, StoredPredictions } from './heldOut.ts'

const CANDIDATE = { run: 'r', candidate: 'c', number: 1, task: 'binary', threshold: 0.5, positiveClass: 'b' } as const

function binary(truth: readonly number[], folds: readonly StoredPredictions[]): HeldOut {
  return heldOutOf({ task: 'binary', classes: ['a', 'b'], truth }, folds)
}

function fold(number: number, rows: readonly number[], values: readonly number[], repeat = 0): StoredPredictions {
  return { repeat, fold: number, predictions: { rows, values } }
}

/** As scripts read it: whatever JSON cannot hold would be null where a number is promised. */
function resultsOf(heldOut: HeldOut) {
  const diagnosis = diagnose({ heldOut, settings: DEFAULT_SETTINGS })
  const text = JSON.stringify(diagnosisJson({ ...CANDIDATE, task: heldOut.task }, diagnosis, []))
  expect(text).not.toContain('NaN')
  return diagnosis
}

describe('odd input', () => {
  it('leaves a fold without one class out of the areas and says so', () => {
    const { results } = resultsOf(binary([0, 1, 1, 1], [fold(0, [0, 1], [0.2, 0.9]), fold(1, [2, 3], [0.4, 0.9])]))
    expect(results.rocCurve?.auc).toMatchObject({ mean: 1, std: 0, pooled: 1, byFold: [1, null] })
    expect(results.rocCurve?.undefinedFolds).toBe(1)
    expect(results.precisionRecallCurve?.averagePrecision.byFold).toEqual([1, 1])
  })

  it('pools leave-one-out, where no fold has an area', () => {
    const truth = [0, 1, 0, 1, 1]
    const folds = truth.map((label, row) => fold(row, [row], [label === 1 ? 0.6 + row / 100 : 0.3 + row / 100]))
    const { results } = resultsOf(binary(truth, folds))
    expect(results.rocCurve?.auc).toMatchObject({ mean: null, std: null, pooled: 1 })
    expect(results.rocCurve?.classes[0].average).toBeNull()
    expect(results.thresholds?.every(({ crossFittedScore }) => crossFittedScore !== null)).toBe(true)
  })

  it('shows a single held-out row', () => {
    const { results } = resultsOf(binary([1], [fold(0, [0], [0.7])]))
    expect(results.confusionMatrix?.counts).toEqual([
      [0, 0],
      [0, 1],
    ])
    expect(results.rocCurve?.auc.pooled).toBeNull()
    expect(results.thresholds?.[1]).toMatchObject({ crossFittedScore: null })
    const values = heldOutOf({ task: 'regression', classes: [], truth: [3] }, [fold(0, [0], [2])])
    expect(resultsOf(values).results.residuals).toMatchObject({ mean: 1, sd: null, skewness: null, shapiro: null })
  })

  it('does with scores that are all equal', () => {
    const { results } = resultsOf(binary([0, 1, 0, 1], [fold(0, [0, 1], [0.5, 0.5]), fold(1, [2, 3], [0.5, 0.5])]))
    expect(results.rocCurve?.auc).toMatchObject({ mean: 0.5, pooled: 0.5 })
    expect(results.operatingPoints?.thresholds).toEqual([0.5])
    expect(results.calibration?.classes[0]).toMatchObject({ brier: 0.25, expectedCalibrationError: 0 })
  })

  it('names folds that diverged or are not numbers, and counts only the others', () => {
    const heldOut = binary(
      [0, 1, 0, 1, 0, 1],
      [fold(0, [0, 1], [0.1, 0.9]), fold(1, [2, 3], [NaN, 0.9]), { repeat: 0, fold: 2 }],
    )
    const { missing, results } = resultsOf(heldOut)
    expect(missing).toEqual([
      { repeat: 0, fold: 1, reason: 'notFinite' },
      { repeat: 0, fold: 2, reason: 'diverged' },
    ])
    expect(results.confusionMatrix?.counts).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  it('says why nothing can be shown', () => {
    const { results, unavailable } = resultsOf(
      binary(
        [0, 1],
        [
          { repeat: 0, fold: 0 },
          { repeat: 0, fold: 1 },
        ],
      ),
    )
    expect(results).toEqual({})
    expect(unavailable.find(({ id }) => id === 'rocCurve')?.reason).toContain('diverged')
    expect(resultsOf(binary([0, 1], [])).unavailable[0].reason).toContain('No fold has finished')
  })

  it('is exact in its scores and thin in its series for many rows', () => {
    const rows = Array.from({ length: 60_000 }, (_, row) => row)
    const truth = rows.map((row) => Number((row * 7919) % 10 < 4))
    const values = rows.map((row) => (((row * 104_729) % 60_013) / 60_013) * 0.8 + truth[row] * 0.2)
    const half = rows.length / 2
    const { results } = resultsOf(
      binary(truth, [
        fold(0, rows.slice(0, half), values.slice(0, half)),
        fold(1, rows.slice(half), values.slice(half)),
      ]),
    )
    expect(results.rocCurve?.classes[0].pooled.fpr.length).toBeLessThanOrEqual(2000)
    expect(results.operatingPoints?.thresholds.length).toBeLessThanOrEqual(2000)
    // Mann and Whitney's count of pairs in the right order is the area, by another way.
    const positives = rows
      .filter((row) => truth[row] === 1)
      .map((row) => values[row])
      .sort((a, b) => a - b)
    let pairs = 0
    let at = 0
    const negatives = rows
      .filter((row) => truth[row] === 0)
      .map((row) => values[row])
      .sort((a, b) => a - b)
    for (const positive of positives) {
      while (at < negatives.length && negatives[at] < positive) at += 1
      pairs += at
    }
    expect(results.rocCurve?.auc.pooled).toBeCloseTo(pairs / (positives.length * negatives.length), 4)
  })
})
