import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HoldoutError } from '../errors.ts'
import type { FlatValidation, ValidationSpec } from './validationSpec.ts'
import { smallestTrainRows } from './smallestTrainRows.ts'
import { strategies as strategyRows, strategyNamed } from './strategies.ts'
import { makeInnerSplits } from './makeInnerSplits.ts'
import { makeSplits } from './makeSplits.ts'
import { dependsOnColumns, smallestTrainFold } from './smallestTrainFold.ts'
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

function refusalOf(validation: ValidationSpec, rows: SplitRows): unknown {
  try {
    return smallestTrainFold(validation, rows, 0)
  } catch (error) {
    return error
  }
}

/** The code of what `work` refuses; `made` where it refuses nothing. */
function attempt(work: () => unknown): string {
  try {
    work()
    return 'made'
  } catch (error) {
    return error instanceof HoldoutError ? error.code : 'not a refusal'
  }
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

  it('refuses an inner validation that one outer fold leaves too little for, and says which', () => {
    const labels = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1)
    const nested: ValidationSpec = {
      strategy: 'nested',
      outer: flat('k-fold'),
      inner: flat('stratified-k-fold', { folds: 2 }),
      choose: 'accuracy',
    }
    const rows: SplitRows = { count: 12, labels, classes: ['a', 'b'] }
    expect(smallestTrainFold(nested, rows, 0).rows).toBe(4)
    const refused = refusalOf(
      { ...nested, inner: flat('stratified-k-fold', { folds: 3 }) },
      {
        ...rows,
        labels: Int32Array.of(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1),
      },
    )
    expect(refused).toMatchObject({
      code: 'split/class-too-small',
      path: 'validation.inner.folds',
      message:
        'class "b" has 2 rows: expected at least 3, one for each of 3 folds (the inner validation of outer fold 1)',
      hint: 'Set `validation.inner.folds` to at most 2, or join the class with another or leave it out.',
    })
  })

  it('refuses the outer validation under its own name', () => {
    const nested: ValidationSpec = {
      strategy: 'nested',
      outer: flat('k-fold', { folds: 13 }),
      inner: flat('k-fold'),
      choose: 'accuracy',
    }
    expect(refusalOf(nested, LOPSIDED)).toMatchObject({ code: 'split/too-few-rows', path: 'validation.outer.folds' })
  })

  it('refuses a training fold in which every row weighs zero, in whichever repeat', () => {
    const weights = Float64Array.from({ length: 12 }, (_, row) => (row < 2 ? 1 : 0))
    expect(refusalOf(flat('k-fold', { folds: 2 }), { count: 12, weights })).toMatchObject({
      code: 'split/no-weight',
      message: 'all 6 training rows of fold 1 weigh zero: expected at least one with a weight above zero',
    })
    const often = flat('k-fold', { folds: 2, shuffle: true, repeats: 30 })
    expect(refusalOf(often, { count: 12, weights })).toMatchObject({ code: 'split/no-weight' })
    expect(smallestTrainFold(flat('k-fold'), { count: 12, weights: Float64Array.of(1, 0, 0, 0, 0, 1) }, 0).rows).toBe(8)
    expect(smallestTrainFold(flat('leave-one-out'), { count: 12, weights }, 0).rows).toBe(11)
    const single = Float64Array.from({ length: 12 }, (_, row) => (row === 4 ? 1 : 0))
    expect(refusalOf(flat('leave-one-out'), { count: 12, weights: single })).toMatchObject({
      message: 'all 11 training rows of fold 5 weigh zero: expected at least one with a weight above zero',
    })
    const nested: ValidationSpec = {
      strategy: 'nested',
      outer: flat('k-fold'),
      inner: flat('k-fold', { folds: 2 }),
      choose: 'accuracy',
    }
    expect(
      refusalOf(nested, { count: 12, weights: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0) }),
    ).toMatchObject({
      message:
        'all 4 training rows of fold 1 weigh zero: expected at least one with a weight above zero (the inner validation of outer fold 1)',
    })
  })

  const strategies = strategyRows.map(({ name }) => name)

  it('refuses exactly the protocols of which a split cannot be made', () => {
    const flatValidation = fc
      .record({
        strategy: fc.constantFrom(...strategies),
        folds: fc.integer({ min: 2, max: 5 }),
        repeats: fc.integer({ min: 1, max: 2 }),
        testFraction: fc.constantFrom(0.1, 0.25, 0.6),
      })
      .map(({ strategy, repeats, ...how }) =>
        flat(strategy, {
          ...how,
          shuffle: true,
          repeats: strategyNamed(strategy).takes.includes('repeats') ? repeats : 1,
        }),
      )
    const cells = fc.array(fc.record({ label: fc.nat(2), group: fc.nat(6) }), { minLength: 2, maxLength: 24 })
    let refusals = 0
    fc.assert(
      fc.property(flatValidation, flatValidation, cells, fc.nat(5), (outer, inner, drawn, seed) => {
        const rows: SplitRows = {
          count: drawn.length,
          labels: Int32Array.from(drawn, ({ label }) => label),
          groups: Int32Array.from(drawn, ({ group }) => group),
        }
        const nested: ValidationSpec = { strategy: 'nested', outer, inner, choose: 'accuracy' }
        const expected = attempt(() => {
          for (const { train } of makeSplits(outer, rows, seed)) makeInnerSplits(inner, rows, train, seed)
        })
        expect(attempt(() => smallestTrainFold(nested, rows, seed))).toBe(expected)
        expect(attempt(() => smallestTrainFold(outer, rows, seed))).toBe(attempt(() => makeSplits(outer, rows, seed)))
        if (expected !== 'made') refusals++
      }),
      { numRuns: 300 },
    )
    expect(refusals).toBeGreaterThan(0)
    expect(refusals).toBeLessThan(300)
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
        expect(dependsOnColumns(validation)).toBe(false)
        expect(smallestTrainFold(validation, rows, 3).rows).toBe(smallestTrainRows(validation, codes.length))
      }),
    )
  })
})
