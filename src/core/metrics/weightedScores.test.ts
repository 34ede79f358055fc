import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { metricNamed, metricsOf, titleOf, weightedName } from './metrics.ts'
import { scoreBinary } from './scoreBinary.ts'
import { scoreMulticlass } from './scoreMulticlass.ts'
import { scoreRegression } from './scoreRegression.ts'
import { scoreRows } from './scoreRows.ts'
import type { Scores } from './scores.ts'

interface Case {
  readonly y: number[]
  readonly weights: number[] | null
  readonly scores: Readonly<Record<string, number>>
}

const { binary, multiclass, regression } = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/weighted_metrics.json', import.meta.url), 'utf8'),
) as {
  readonly binary: readonly (Case & { readonly score: number[]; readonly positive: number })[]
  readonly multiclass: readonly (Case & { readonly proba: number[][] })[]
  readonly regression: readonly (Case & { readonly prediction: number[] })[]
}

function expectScores(received: Scores, expected: Readonly<Record<string, number>>): void {
  expect(Object.keys(received).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, value] of Object.entries(expected)) expect(received[name], name).toBeCloseTo(value, 9)
}

const given = (weights: number[] | null) => (weights ? { weights } : {})

describe('scores of a positive class and with weights, as scikit-learn has them', () => {
  it.each(binary.map((one, index) => [index, one] as const))(
    'binary %i',
    (_, { y, score, positive, weights, scores }) => {
      expectScores(scoreBinary(y, score, undefined, { positive, ...given(weights) }), scores)
    },
  )
  it.each(multiclass.map((one, index) => [index, one] as const))(
    'multiclass %i',
    (_, { y, proba, weights, scores }) => {
      expectScores(scoreMulticlass(y, proba, undefined, given(weights)), scores)
    },
  )
  it.each(regression.map((one, index) => [index, one] as const))(
    'regression %i',
    (_, { y, prediction, weights, scores }) => {
      expectScores(scoreRegression(y, prediction, given(weights)), scores)
    },
  )
})

describe('scores of rows with weights', () => {
  it('stand beside the plain ones under names of their own', () => {
    const [{ y, prediction, weights, scores }] = regression
    const rows = Int32Array.from(y, (_, row) => row)
    const truth = { task: 'regression', values: Float64Array.from(y) } as const
    const received = scoreRows({ ...truth, weights: Float64Array.from(weights ?? []) }, rows, prediction)
    expect(received['weightedRootMeanSquaredError']).toBeCloseTo(scores['rootMeanSquaredError'], 9)
    expect(received['rootMeanSquaredError']).toBe(scoreRows(truth, rows, prediction)['rootMeanSquaredError'])
    expect(Object.keys(received).sort()).toEqual(
      metricsOf('regression', true)
        .map(({ name }) => name)
        .sort(),
    )
  })

  it('count copies of a row as a weight does', () => {
    const copies = [0, 0, 1, 2, 2, 2, 3]
    const [labels, chances] = [
      [0, 1, 1, 0],
      [0.2, 0.9, 0.4, 0.6],
    ]
    const weighted = scoreBinary(labels, chances, undefined, { weights: [2, 1, 3, 1] })
    const copied = scoreBinary(
      copies.map((row) => labels[row]),
      copies.map((row) => chances[row]),
    )
    for (const name of Object.keys(copied)) expect(weighted[name]).toBeCloseTo(copied[name] ?? NaN, 12)
  })

  it('are undefined, not infinite, where no held-out row weighs anything', () => {
    const none = { weights: [0, 0] }
    expect(Object.values(scoreRegression([1, 2], [1, 3], none)).every((score) => score === null)).toBe(true)
    expect(scoreBinary([0, 1], [0.2, 0.9], undefined, none)).toMatchObject({
      accuracy: null,
      logLoss: null,
      rocAuc: null,
    })
    expect(
      scoreMulticlass(
        [0, 1, 2],
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        undefined,
        { weights: [0, 0, 0] },
      ),
    ).toMatchObject({
      accuracy: null,
      top2: null,
    })
  })

  it('have titles that say so and name the class', () => {
    const metric = metricNamed(weightedName('f1'))
    expect(metric && titleOf(metric, 'cancer')).toBe('F1 of “cancer”, rows weighted')
    expect(metric?.isFraction).toBe(true)
  })
})
