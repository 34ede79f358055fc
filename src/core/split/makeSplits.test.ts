import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HoldoutError } from '../errors.ts'
import type { FlatValidation } from './validationSpec.ts'
import { makeSplits } from './makeSplits.ts'
import { Mt19937 } from '../random/mt19937.ts'
import type { Sides, SplitRows } from './split.ts'
import { stratifiedKFold } from './stratifiedKFold.ts'
import { makeInnerSplits } from './makeInnerSplits.ts'

interface ReferenceCase {
  readonly labels: string
  readonly strategy: string
  readonly folds?: number
  readonly repeats?: number
  readonly shuffle?: boolean
  readonly seed?: number | null
  readonly testFraction?: number
  readonly groups?: readonly number[]
  readonly test: readonly (readonly number[])[]
  readonly train?: readonly (readonly number[])[]
}

function readReference(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/reference/${name}`, import.meta.url), 'utf8'))
}

const reference = readReference('splits.json') as { labels: Record<string, number[]>; cases: ReferenceCase[] }
const shuffled = readReference('splits-shuffled.json') as {
  labels: number[]
  groups: number[]
  cases: ReferenceCase[]
}

function validationOf(how: ReferenceCase): FlatValidation {
  return {
    strategy: how.strategy.replace('repeated-', '') as FlatValidation['strategy'],
    folds: how.folds ?? 1,
    repeats: how.repeats ?? 1,
    shuffle: how.shuffle ?? typeof how.seed === 'number',
    testFraction: how.testFraction ?? 0.25,
  }
}

// One class of the reference has fewer members than ten folds: what `makeSplits` refuses and scikit-learn only warns of.
function drawSplits(how: ReferenceCase, rows: SplitRows): readonly Sides[] {
  if (how.strategy !== 'stratified-k-fold') return makeSplits(validationOf(how), rows, how.seed ?? 0)
  return stratifiedKFold(rows, how.folds ?? 1, how.shuffle ? new Mt19937(how.seed ?? 0) : undefined)
}

const K_FOLD: FlatValidation = { strategy: 'k-fold', folds: 5, repeats: 1, shuffle: true, testFraction: 0.25 }
const STRATIFIED: FlatValidation = { ...K_FOLD, strategy: 'stratified-k-fold' }
const GROUPED: FlatValidation = { ...K_FOLD, strategy: 'group-k-fold' }

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof HoldoutError) return error.code
    throw error
  }
  return 'none'
}

describe('makeSplits', () => {
  it('has the whole reference to compare with', () => {
    expect(reference.cases.length).toBe(67)
    expect(shuffled.cases.length).toBe(8)
  })

  it.each(reference.cases)('equals scikit-learn: $labels, $strategy, $folds folds, seed $seed', (how) => {
    const labels = Int32Array.from(reference.labels[how.labels])
    const groups = how.groups && Int32Array.from(how.groups)
    const splits = drawSplits(how, { count: labels.length, labels, groups })
    expect(splits.map(({ test }) => [...test])).toEqual(how.test)
    if (how.train) expect(splits.map(({ train }) => [...train])).toEqual(how.train)
  })

  it.each(reference.cases.filter(({ labels, strategy }) => labels === 'sonar' && strategy === 'stratified-k-fold'))(
    'dispatches to the same folds: $folds folds, seed $seed',
    (how) => {
      const labels = Int32Array.from(reference.labels.sonar)
      const splits = makeSplits(validationOf(how), { count: labels.length, labels }, how.seed ?? 0)
      expect(splits.map(({ test }) => [...test])).toEqual(how.test)
    },
  )

  it.each(shuffled.cases)('equals scikit-learn shuffled: $strategy, $repeats repeats, seed $seed', (how) => {
    const labels = Int32Array.from(shuffled.labels)
    const groups = Int32Array.from(shuffled.groups)
    const splits = makeSplits(validationOf(how), { count: labels.length, labels, groups }, how.seed ?? 0)
    expect(splits.map(({ test }) => [...test])).toEqual(how.test)
  })

  it('leaves the first repeats as they are when more are asked for', () => {
    const rows = { count: 50, labels: Int32Array.from({ length: 50 }, (_, i) => i % 3) }
    const few = makeSplits({ ...STRATIFIED, repeats: 2 }, rows, 3)
    expect(makeSplits({ ...STRATIFIED, repeats: 5 }, rows, 3).slice(0, few.length)).toEqual(few)
  })

  it('lets the seed of the protocol beat that of the experiment', () => {
    const rows = { count: 40 }
    expect(makeSplits({ ...K_FOLD, seed: 4 }, rows, 9)).toEqual(makeSplits(K_FOLD, rows, 4))
    expect(makeSplits({ ...K_FOLD, seed: 4 }, rows, 9)).not.toEqual(makeSplits(K_FOLD, rows, 9))
  })

  it('holds every row out once per repeat and never trains on it', () => {
    const arbitrary = fc.record({
      count: fc.integer({ min: 10, max: 120 }),
      folds: fc.integer({ min: 2, max: 5 }),
      repeats: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(),
      strategy: fc.constantFrom('k-fold', 'stratified-k-fold', 'group-k-fold', 'stratified-group-k-fold'),
    })
    fc.assert(
      fc.property(arbitrary, ({ count, folds, repeats, seed, strategy }) => {
        const rows = {
          count,
          labels: Int32Array.from({ length: count }, (_, i) => i % 2),
          groups: Int32Array.from({ length: count }, (_, i) => i % Math.max(folds + 2, 7)),
        }
        const how = { ...K_FOLD, strategy, folds, repeats } as FlatValidation
        const splits = makeSplits(how, rows, seed)
        expect(splits.length).toBe(repeats * folds)
        for (let repeat = 0; repeat < repeats; repeat++) {
          const held = splits.filter((split) => split.repeat === repeat).flatMap(({ test }) => [...test])
          expect(held.sort((a, b) => a - b)).toEqual([...Array(count).keys()])
        }
        for (const { train, test } of splits) {
          const heldOut = new Set(test)
          expect(train.length + test.length).toBe(count)
          expect(train.some((row) => heldOut.has(row))).toBe(false)
          if (!strategy.includes('group')) continue
          const heldGroups = new Set([...test].map((row) => rows.groups[row]))
          expect(train.some((row) => heldGroups.has(rows.groups[row]))).toBe(false)
        }
      }),
    )
  })

  it('parts the rows in a holdout, shuffled or by order', () => {
    for (const shuffle of [true, false]) {
      const [{ train, test }] = makeSplits({ ...K_FOLD, strategy: 'holdout', shuffle }, { count: 10 }, 1)
      expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(10).keys()])
      if (!shuffle) expect([...test]).toEqual([7, 8, 9])
    }
  })

  it('holds each row out alone in leave-one-out', () => {
    const splits = makeSplits({ ...K_FOLD, strategy: 'leave-one-out' }, { count: 3 }, 1)
    expect(splits.map(({ train, test }) => [[...train], [...test]])).toEqual([
      [[1, 2], [0]],
      [[0, 2], [1]],
      [[0, 1], [2]],
    ])
  })

  it('names a class that is too small, its size and what was expected', () => {
    const labels = Int32Array.from([0, 0, 0, 0, 0, 0, 1, 1, 1])
    const act = () => makeSplits(STRATIFIED, { count: 9, labels, classes: ['M', 'R'] }, 1)
    expect(act).toThrow('class "R" has 3 rows: expected at least 5, one for each of 5 folds')
    expect(codeOf(act)).toBe('split/class-too-small')
  })

  const two = Int32Array.from({ length: 20 }, (_, i) => i % 2)
  it.each([
    ['split/too-few-rows', K_FOLD, { count: 4 }],
    ['split/too-few-rows', { ...K_FOLD, strategy: 'time-series' }, { count: 5 }],
    ['split/too-few-rows', { ...K_FOLD, strategy: 'holdout', testFraction: 0.99 }, { count: 4 }],
    ['split/too-few-rows', { ...K_FOLD, strategy: 'leave-one-out' }, { count: 1 }],
    [
      'split/too-few-rows',
      { ...K_FOLD, strategy: 'stratified-holdout', testFraction: 0.01 },
      { count: 20, labels: two },
    ],
    ['split/class-too-small', { ...K_FOLD, strategy: 'stratified-holdout' }, { count: 3, labels: two.slice(0, 3) }],
    ['split/groups-missing', GROUPED, { count: 20 }],
    ['split/groups-missing', GROUPED, { count: 20, groups: two.map((code) => code - 1) }],
    ['split/too-few-groups', GROUPED, { count: 20, groups: two }],
    ['split/labels-missing', STRATIFIED, { count: 20 }],
    ['split/bad-test-fraction', { ...K_FOLD, strategy: 'holdout', testFraction: 0 }, { count: 20 }],
    ['split/bad-test-fraction', { ...K_FOLD, strategy: 'holdout', testFraction: 1 }, { count: 20 }],
    ['split/bad-test-fraction', { ...K_FOLD, strategy: 'holdout', testFraction: NaN }, { count: 20 }],
    ['split/bad-folds', { ...K_FOLD, folds: 1 }, { count: 20 }],
    ['split/bad-repeats', { ...K_FOLD, repeats: 0 }, { count: 20 }],
    ['split/repeats-not-random', { ...K_FOLD, repeats: 2, shuffle: false }, { count: 20 }],
    ['split/repeats-not-random', { ...K_FOLD, repeats: 2, strategy: 'time-series' }, { count: 20 }],
    ['split/bad-seed', { ...K_FOLD, seed: 2 ** 32 }, { count: 20 }],
  ] as const)('answers %s', (code, validation, rows) => {
    expect(codeOf(() => makeSplits(validation, rows, 1))).toBe(code)
  })
})

describe('makeInnerSplits', () => {
  it('splits only the training rows of the outer fold', () => {
    const rows = { count: 60, labels: Int32Array.from({ length: 60 }, (_, i) => i % 3) }
    for (const outer of makeSplits(STRATIFIED, rows, 7)) {
      const held = new Set(outer.test)
      const inner = makeInnerSplits({ ...STRATIFIED, folds: 3 }, rows, outer.train, 7)
      expect(inner.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual([...outer.train])
      for (const { train, test } of inner) expect([...train, ...test].some((row) => held.has(row))).toBe(false)
    }
  })
})
