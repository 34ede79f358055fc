import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { bayesianCorrelatedTTest } from './bayesianCorrelatedTTest.ts'
import { correctedResampledTTest } from './correctedResampledTTest.ts'
import { mean, populationStd, sampleStd } from './descriptive.ts'
import { correctedInterval } from './interval.ts'
import { pairwiseSum } from './pairwiseSum.ts'

interface ComparisonCase {
  readonly a: readonly number[]
  readonly b: readonly number[]
  readonly ratio: number
  readonly p: number
  readonly first: number
  readonly second: number
  readonly interval: readonly [number, number]
  readonly mean: number
  readonly std: number
  readonly sampleStd: number
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/statistics-random.json', import.meta.url), 'utf8'),
) as { cases: readonly ComparisonCase[] }

it.each(cases.map((one, i) => [i, one.a.length, one] as const))(
  'case %d of %d folds equals numpy and scipy',
  (_, __, one) => {
    const { a, b, ratio } = one
    expect([mean(a), populationStd(a), sampleStd(a)]).toEqual([one.mean, one.std, one.sampleStd])
    expect(correctedResampledTTest(a, b, ratio)?.p).toBeCloseTo(one.p, 9)
    const chances = bayesianCorrelatedTTest(a, b, ratio, 0.01)
    expect(chances?.first).toBeCloseTo(one.first, 9)
    expect(chances?.second).toBeCloseTo(one.second, 9)
    const interval = correctedInterval(
      a.map((score, i) => score - b[i]),
      ratio,
    )
    expect(interval?.low).toBeCloseTo(one.interval[0], 9)
    expect(interval?.high).toBeCloseTo(one.interval[1], 9)
  },
)

it('adds as numpy does: one by one up to seven terms, with eight accumulators beyond', () => {
  const terms = [1, 1e16, 1, -1e16, 1, 1, 1, 1, 1]
  expect(pairwiseSum(terms.slice(0, 7))).toBe(3)
  // np.sum of scikit-learn's numpy 2.4: ((1 + 1e16) + (1 - 1e16)) + ((1 + 1) + (1 + 1)) + 1
  expect(pairwiseSum(terms)).toBe(5)
})
