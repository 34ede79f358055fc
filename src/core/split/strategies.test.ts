import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { innerSplitByGroups } from './innerSplitByGroups.ts'
import { innerSplitByTime } from './innerSplitByTime.ts'
import { makeSplits } from './makeSplits.ts'
import { quantileBins } from './quantileBins.ts'
import type { Split, SplitRows } from './split.ts'
import { strategies, strategyNamed } from './strategies.ts'
import type { FlatValidation } from './validationSpec.ts'

interface Sides {
  readonly train: readonly number[]
  readonly test: readonly number[]
}
interface Reference {
  readonly timeSeries: readonly {
    readonly count: number
    readonly folds: number
    readonly gap: number
    readonly testSize: number | null
    readonly splits: readonly Sides[]
  }[]
  readonly sorted: { readonly time: readonly number[]; readonly folds: number; readonly splits: readonly Sides[] }
  readonly predefined: { readonly parts: readonly number[]; readonly splits: readonly Sides[] }
  readonly bins: readonly {
    readonly values: readonly number[]
    readonly bins: number
    readonly codes: readonly number[]
    readonly folds: number
    readonly seed: number
    readonly splits: readonly Sides[]
  }[]
}
const reference = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/protocol-splits.json', import.meta.url), 'utf8'),
) as Reference

function flat(strategy: FlatValidation['strategy'], rest: Partial<FlatValidation> = {}): FlatValidation {
  return { strategy, folds: 3, repeats: 1, shuffle: false, testFraction: 0.25, ...rest }
}
const plain = (splits: readonly Split[]): Sides[] =>
  splits.map(({ train, test }) => ({ train: [...train], test: [...test] }))

describe('time-series', () => {
  it.each(reference.timeSeries)('is TimeSeriesSplit($folds) with gap $gap and test size $testSize', (one) => {
    const { count, folds, gap, testSize, splits } = one
    const how = flat('time-series', { folds, gap, ...(testSize !== null && { testSize }) })
    expect(plain(makeSplits(how, { count }, 0))).toEqual(splits)
  })

  it('sorts by a column of time, as TimeSeriesSplit on the sorted rows', () => {
    const { time, folds, splits } = reference.sorted
    const rows: SplitRows = { count: time.length, time: Float64Array.from(time) }
    expect(plain(makeSplits(flat('time-series', { folds, time: 'when' }), rows, 0))).toEqual(splits)
  })

  it('splits each series by itself', () => {
    const rows: SplitRows = {
      count: 8,
      time: Float64Array.of(1, 2, 3, 4, 4, 3, 2, 1),
      series: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1),
    }
    const [first, second] = plain(makeSplits(flat('time-series', { folds: 2, time: 't', series: 's' }), rows, 0))
    expect(first).toEqual({ train: [0, 1, 7, 6], test: [2, 5] })
    expect(second).toEqual({ train: [0, 1, 2, 7, 6, 5], test: [3, 4] })
  })

  it('refuses a gap and a test size that leave nothing to train on', () => {
    const how = flat('time-series', { folds: 3, gap: 4, testSize: 3 })
    expect(() => makeSplits(how, { count: 13 }, 0)).toThrow(/at least 14, received 13/)
    expect(makeSplits(how, { count: 14 }, 0)[0].train).toEqual(Int32Array.of(0))
  })
})

describe('predefined', () => {
  it('is PredefinedSplit', () => {
    const { parts, splits } = reference.predefined
    const rows: SplitRows = { count: parts.length, parts: Int32Array.from(parts) }
    expect(plain(makeSplits(flat('predefined'), rows, 0))).toEqual(splits)
  })

  it('needs a part to hold out', () => {
    expect(() => makeSplits(flat('predefined'), { count: 3, parts: Int32Array.of(-1, -1, -1) }, 0)).toThrow(
      /all 3 rows are training rows/,
    )
  })
})

describe('bins of a numeric target', () => {
  it.each(reference.bins)('are those of pandas.qcut, stratified as StratifiedKFold does ($bins bins)', (one) => {
    const values = Float64Array.from(one.values)
    expect([...quantileBins(values, one.bins)]).toEqual(one.codes)
    const how = flat('stratified-k-fold', { folds: one.folds, shuffle: true, bins: one.bins })
    expect(plain(makeSplits(how, { count: values.length, values }, one.seed))).toEqual(one.splits)
  })
})

describe('the rows that early stopping watches', () => {
  const groups = Int32Array.from({ length: 60 }, (_, row) => Math.floor(row / 6))
  const labels = Int32Array.from({ length: 60 }, (_, row) => row % 2)
  const train = Int32Array.from({ length: 48 }, (_, row) => row)

  it('are whole groups, near the fraction, and the same for the same key', () => {
    const split = innerSplitByGroups(train, { groups, labels }, 0.25, [1, 2])
    const watched = new Set([...split.watch].map((row) => groups[row]))
    expect(watched.size).toBe(2)
    expect(split.fit.every((row) => !watched.has(groups[row]))).toBe(true)
    expect(split.watch.length + split.fit.length).toBe(48)
    expect(innerSplitByGroups(train.toReversed(), { groups, labels }, 0.25, [1, 2])).toEqual(split)
    expect(innerSplitByGroups(train, { groups, labels }, 0.25, [3, 4])).not.toEqual(split)
  })

  it('are never a class as a whole, and never nothing where there are two groups', () => {
    const apart = labels.map((_, row) => (groups[row] === 0 ? 1 : 0))
    for (let key = 0; key < 20; key++) {
      const { watch } = innerSplitByGroups(train, { groups, labels: apart }, 0.05, [key, 0])
      expect(watch.length).toBe(6)
      expect(watch.some((row) => groups[row] === 0)).toBe(false)
    }
    expect(innerSplitByGroups(train.slice(0, 6), { groups }, 0.2, [1, 1]).watch.length).toBe(0)
  })

  it('are the latest of a time series, and of each series', () => {
    expect([...innerSplitByTime(Int32Array.of(5, 3, 4, 0), undefined, 0.25).watch]).toEqual([0])
    const series = Int32Array.of(0, 0, 0, 1, 1, 1)
    expect([...innerSplitByTime(Int32Array.of(2, 1, 0, 3, 4, 5), series, 0.3).watch]).toEqual([0, 5])
  })
})

describe('the table of strategies', () => {
  it('says of each how many folds it makes, and which are the largest and the smallest', () => {
    const rows: SplitRows = {
      count: 24,
      labels: Int32Array.from({ length: 24 }, (_, row) => row % 2),
      groups: Int32Array.from({ length: 24 }, (_, row) => row % 8),
      parts: Int32Array.from({ length: 24 }, (_, row) => (row % 3) - 1),
    }
    for (const { name, ...strategy } of strategies) {
      const how = flat(name)
      const splits = makeSplits(how, rows, 3)
      const sizes = (side: 'train' | 'test') => splits.map((split) => split[side].length)
      expect(strategyNamed(name).name).toBe(name)
      expect(Math.max(...sizes('test')), name).toBeLessThanOrEqual(strategy.largestHeldOut(how, 24))
      expect(Math.min(...sizes('train')), name).toBeLessThanOrEqual(strategy.smallestTrain(how, 24))
      if (strategy.dependsOnColumns(how)) continue
      expect(splits.length, name).toBe(strategy.foldsPerRepeat(how, 24))
      expect(Math.min(...sizes('train')), name).toBe(strategy.smallestTrain(how, 24))
    }
  })

  it('has a plain form for each that is stratified, and none for others', () => {
    for (const { name, stratified, plainForm } of strategies) {
      expect(plainForm !== undefined, name).toBe(stratified)
      if (plainForm) expect(strategyNamed(plainForm).stratified).toBe(false)
    }
  })
})
