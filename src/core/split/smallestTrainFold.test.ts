import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlatValidation, ValidationSpec } from '../experiment/experiment.ts'
import { smallestTrainRows } from '../experiment/smallestTrainRows.ts'
import { makeInnerSplits } from './makeInnerSplits.ts'
import { makeSplits } from './makeSplits.ts'
import { dependsOnGroups, smallestTrainFold } from './smallestTrainFold.ts'
import type { SplitRows } from './split.ts'

function flat(strategy: FlatValidation['strategy'], more: Partial<FlatValidation> = {}): FlatValidation {
  return { strategy, folds: 3, repeats: 1, shuffle: false, testFraction: 0.25, ...more }
}

/** Twelve rows, seven of which are of one group. */
const LOPSIDED: SplitRows = {
  count: 12,
  labels: Int32Array.from({ length: 12 }, (_, row) => row % 2),
  groups: Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3),
}

describe('smallestTrainFold', () => {
  it('is what a large group leaves', () => {
    expect(smallestTrainFold(flat('group-k-fold'), LOPSIDED, 0)).toEqual({ rows: 5, repeat: 0, fold: 0 })
  })

  it('is the inner fold of a nested protocol, with the outer one it is in', () => {
    const nested: ValidationSpec = {
      strategy: 'nested',
      outer: flat('group-k-fold'),
      inner: flat('group-k-fold', { folds: 2 }),
      choose: 'accuracy',
    }
    const smallest = smallestTrainFold(nested, LOPSIDED, 0)
    expect(smallest).toEqual({ rows: 2, repeat: 0, fold: 0, outer: { repeat: 0, fold: 0 } })
  })

  it('is the smallest of all folds of all repeats', () => {
    const groups = fc.array(fc.nat(11), { minLength: 40, maxLength: 80 })
    fc.assert(
      fc.property(groups, fc.nat(5), (codes, seed) => {
        fc.pre(new Set(codes).size >= 6)
        const rows: SplitRows = {
          count: codes.length,
          labels: Int32Array.from(codes, (_, row) => row % 2),
          groups: Int32Array.from(codes),
        }
        const shuffled = flat('stratified-group-k-fold', { shuffle: true, repeats: 3 })
        const sizes = makeSplits(shuffled, rows, seed).map(({ train }) => train.length)
        expect(smallestTrainFold(shuffled, rows, seed).rows).toBe(Math.min(...sizes))
        const nested: ValidationSpec = {
          strategy: 'nested',
          outer: flat('group-k-fold'),
          inner: flat('k-fold', { folds: 2 }),
          choose: 'accuracy',
        }
        const inner = makeSplits(nested.outer, rows, seed).flatMap(({ train }) =>
          makeInnerSplits(nested.inner, rows, train, seed).map((split) => split.train.length),
        )
        expect(smallestTrainFold(nested, rows, seed).rows).toBe(Math.min(...inner))
      }),
      { numRuns: 50 },
    )
  })
})

describe('the formula where nothing depends on groups', () => {
  const strategies = [
    'k-fold',
    'stratified-k-fold',
    'leave-one-out',
    'time-series',
    'holdout',
    'stratified-holdout',
  ] as const

  it('tells the size of the smallest fold', () => {
    const labels = fc.array(fc.nat(2), { minLength: 12, maxLength: 60 })
    fc.assert(
      fc.property(fc.constantFrom(...strategies), labels, fc.integer({ min: 2, max: 4 }), (strategy, codes, folds) => {
        const counts = [0, 1, 2].map((code) => codes.filter((one) => one === code).length)
        fc.pre(counts.every((count) => count >= 4))
        const rows: SplitRows = { count: codes.length, labels: Int32Array.from(codes) }
        const validation = flat(strategy, { folds: strategy === 'leave-one-out' ? 1 : folds })
        expect(dependsOnGroups(validation)).toBe(false)
        expect(smallestTrainFold(validation, rows, 3).rows).toBe(smallestTrainRows(validation, codes.length))
      }),
    )
  })
})
