import { describe, expect, test } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import type { ClassWeight } from '../../core/model/modelSpec.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import { baselineSpec, candidateOf } from '../testing/testJob.ts'
import { hasRowWeights, rowWeightsOf } from './rowWeights.ts'

const LABELS = Int32Array.from([0, 0, 0, 1, 1, 2, 2, 2, 2, 0])
const TARGET = { task: 'multiclass', classes: ['a', 'b', 'c'], labels: LABELS } as const
const TABLE: Table = {
  rows: LABELS.length,
  features: [],
  target: { kind: 'category', name: 'y', levels: ['a', 'b', 'c'], codes: LABELS },
}

function fitOf(train: readonly number[], classWeight?: ClassWeight): FitPlan {
  const rows = Int32Array.from(train)
  const spec = baselineSpec(classWeight === undefined ? {} : { classWeight })
  const key = { candidate: 0, repeat: 0, fold: 0 }
  return { key, candidate: candidateOf(spec), fitted: rows, train: rows, test: new Int32Array(0), seed: 0 }
}

describe('class weights', () => {
  test('balanced are scikit-learn’s, counted on training rows alone', () => {
    // compute_class_weight('balanced', classes=[0, 1, 2], y=[0, 0, 0, 1, 2, 2, 2, 2]) of scikit-learn 1.9.1
    const expected = [0.8888888888888888, 2.6666666666666665, 0.6666666666666666]
    const weights = rowWeightsOf(TABLE, TARGET, fitOf([0, 1, 2, 3, 5, 6, 7, 8], 'balanced'))!
    LABELS.forEach((label, row) => expect(weights[row]).toBe(Math.fround(expected[label])))
  })

  test('balanced divides by the classes that the training rows have', () => {
    // compute_class_weight('balanced', classes=[0, 2], y=[0, 0, 0, 2]) of scikit-learn 1.9.1
    const weights = rowWeightsOf(TABLE, TARGET, fitOf([0, 1, 2, 5], 'balanced'))!
    expect([weights[0], weights[5]]).toEqual([Math.fround(4 / 6), 2])
  })

  test('given ones are taken, labels left out weigh 1', () => {
    const weights = rowWeightsOf(TABLE, TARGET, fitOf([0, 3, 5], { a: 3, c: 0.5 }))!
    expect([...weights]).toEqual([3, 3, 3, 1, 1, 0.5, 0.5, 0.5, 0.5, 3])
  })

  test('multiply with a weight column', () => {
    const table = { ...TABLE, weights: Float64Array.from({ length: 10 }, (_, row) => row) }
    const weights = rowWeightsOf(table, TARGET, fitOf([0, 3, 5], { a: 3 }))!
    expect([...weights]).toEqual([0, 3, 6, 3, 4, 5, 6, 7, 8, 27])
  })

  test('there are none where none are asked for', () => {
    expect(hasRowWeights(TABLE, fitOf([0, 1]))).toBe(false)
    expect(rowWeightsOf(TABLE, TARGET, fitOf([0, 1]))).toBeUndefined()
  })
})
