import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bayesianCorrelatedTTest } from './bayesianCorrelatedTTest.ts'
import { correctedResampledTTest } from './correctedResampledTTest.ts'
import { mean, populationStd, sampleStd } from './descriptive.ts'
import { correctedInterval } from './interval.ts'
import { chanceOfFalseAlarm, holmAdjusted } from './manyComparisons.ts'
import { settlingForecast } from './settlingForecast.ts'
import { tCumulative, tQuantile, tSurvival } from './tDistribution.ts'
import type { Comparison } from './verdict.ts'
import { defaultZone, headlineOf, verdict } from './verdict.ts'

interface Reference {
  readonly a: number[]
  readonly b: number[]
  readonly test_train_ratio: number
  readonly corrected_resampled_t: { t: number; p: number; df: number }
  readonly bayesian_correlated_t: Record<
    'rope_0.01' | 'rope_0',
    Record<'p_a_worse' | 'p_equivalent' | 'p_a_better', number>
  >
  readonly mean_a: number
  readonly std_a_population: number
  readonly std_a_sample: number
  readonly ci95_mean_a: [number, number]
}
interface StudentReference {
  readonly survival: readonly [t: number, df: number, expected: number][]
  readonly quantile: readonly [probability: number, df: number, expected: number][]
}

function readReference(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/reference/${name}`, import.meta.url), 'utf8'))
}

const reference = readReference('comparison.json') as Reference
const student = readReference('student-t.json') as StudentReference
const { a, b, test_train_ratio: ratio } = reference

function expectRelative(received: number, expected: number): void {
  expect(Math.abs(received - expected)).toBeLessThanOrEqual(1e-10 * Math.abs(expected))
}

describe("Student's t", () => {
  it.each(student.survival)('survival of %d at %d degrees of freedom, as scipy', (t, df, expected) => {
    expectRelative(tSurvival(t, df), expected)
    expectRelative(tSurvival(-t, df), 1 - expected)
  })
  it.each(student.quantile)('quantile %d at %d degrees of freedom, as scipy', (probability, df, expected) => {
    expectRelative(tQuantile(probability, df), expected)
  })
  it('has quantiles that undo its cumulative chances', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 500 }), (p, df) => {
        expect(tCumulative(tQuantile(p, df), df)).toBeCloseTo(p, 11)
      }),
    )
  })
  it('keeps its digits next to the middle, where scipy 1.17 rounds to one half', () => {
    expectRelative(0.5 - tSurvival(1e-9, 1), 0.5 - (0.5 - Math.atan(1e-9) / Math.PI))
  })
  it('knows its limits', () => {
    expect([tSurvival(Infinity, 3), tSurvival(-Infinity, 3), tSurvival(0, 3), tQuantile(0.5, 3)]).toEqual([
      0, 1, 0.5, 0,
    ])
  })
})

describe('describing folds', () => {
  it('equals numpy and scipy', () => {
    expect(mean(a)).toBeCloseTo(reference.mean_a, 12)
    expect(populationStd(a)).toBeCloseTo(reference.std_a_population, 12)
    expect(sampleStd(a)).toBeCloseTo(reference.std_a_sample, 12)
    const interval = correctedInterval(a, 0)!
    expect(interval.low).toBeCloseTo(reference.ci95_mean_a[0], 10)
    expect(interval.high).toBeCloseTo(reference.ci95_mean_a[1], 10)
  })

  it('widens the interval for folds that share rows by sqrt(1 + n * ratio)', () => {
    const [plain, corrected] = [correctedInterval(a, 0)!, correctedInterval(a, ratio)!]
    expect((corrected.high - corrected.low) / (plain.high - plain.low)).toBeCloseTo(Math.sqrt(1 + 10 * ratio), 12)
    expect(correctedInterval([0.5], ratio)).toBeNull()
  })
})

describe('comparing two models', () => {
  it('equals the reference: corrected resampled t-test', () => {
    const { t, p, df } = reference.corrected_resampled_t
    const test = correctedResampledTTest(a, b, ratio)!
    expect(test.t).toBeCloseTo(t, 10)
    expect(test.p).toBeCloseTo(p, 10)
    expect(test.df).toBe(df)
  })

  it.each([
    ['rope_0.01', 0.01],
    ['rope_0', 0],
  ] as const)('equals the reference: Bayesian correlated t-test, %s', (key, zone) => {
    const expected = reference.bayesian_correlated_t[key]
    const chances = bayesianCorrelatedTTest(a, b, ratio, zone)!
    expect(chances.first).toBeCloseTo(expected.p_a_better, 10)
    expect(chances.equal).toBeCloseTo(expected.p_equivalent, 10)
    expect(chances.second).toBeCloseTo(expected.p_a_worse, 10)
  })

  it('names a winner only where the t-test finds a difference as well', () => {
    const second = Array.from({ length: 100 }, (_, i) => 0.5 + 0.01 * (i % 3))
    const differing = (center: number) => second.map((score, i) => score + center + (i % 2 === 0 ? 0.05 : -0.05))
    const judged = (center: number) => {
      const comparison = { first: differing(center), second, testTrainRatio: 1 / 9, zone: 0, isGreaterBetter: true }
      const p = correctedResampledTTest(comparison.first, second, 1 / 9)!.p
      return { ...verdict(comparison)!, p }
    }
    const [open, sure] = [judged(0.032), judged(0.036)]
    expect(open.chances.first).toBeGreaterThan(0.95)
    expect(open.p).toBeGreaterThan(0.05)
    expect(open.kind).toBe('cannotTell')
    expect(sure.p).toBeLessThan(0.05)
    expect(sure.kind).toBe('firstBetter')
  })

  it('takes folds whose difference never varies for tosses of a coin', () => {
    const same = [0.8, 0.7, 0.9]
    const more = same.map((score) => score + 0.1)
    expect(correctedResampledTTest(same, same, ratio)).toEqual({ t: null, df: 2, p: 1 })
    expect(correctedResampledTTest(more, same, ratio)).toEqual({ t: null, df: 2, p: 0.25 })
    expect(bayesianCorrelatedTTest(more, same, ratio, 0.01)).toEqual({ first: 0.875, equal: 0, second: 0.125 })
    expect(bayesianCorrelatedTTest(same, same, ratio, 0.01)).toEqual({ first: 0.0625, equal: 0.875, second: 0.0625 })
    const five = [0.8, 0.7, 0.9, 0.6, 0.5]
    const judged = (folds: number) =>
      verdict({
        first: five.slice(0, folds).map((score) => score + 0.1),
        second: five.slice(0, folds),
        testTrainRatio: ratio,
        zone: 0.01,
        isGreaterBetter: true,
      })?.kind
    expect([2, 3, 4, 5].map(judged)).toEqual(['cannotTell', 'cannotTell', 'cannotTell', 'firstBetter'])
  })

  it('needs two folds, the same for both', () => {
    expect(correctedResampledTTest([1], [2], ratio)).toBeNull()
    expect(() => correctedResampledTTest([1, 2], [2], ratio)).toThrow('scores of the same folds')
  })
})

/** Ten folds whose differences have this mean and alternate around it. */
function comparisonOf(difference: number, swing: number, isGreaterBetter = true): Comparison {
  const second = Array.from({ length: 10 }, () => 0.8)
  const first = second.map((score, i) => score + difference + (i % 2 === 0 ? swing : -swing))
  return { first, second, testTrainRatio: 1 / 9, zone: 0.01, isGreaterBetter }
}

describe('verdict', () => {
  it.each([
    ['firstBetter', comparisonOf(0.05, 0.01), 'A is better'],
    ['secondBetter', comparisonOf(-0.05, 0.01), 'B is better'],
    ['secondBetter', comparisonOf(0.05, 0.01, false), 'B is better'],
    ['same', comparisonOf(0, 0.005), 'Practically the same'],
    ['noDifference', comparisonOf(0.002, 0.012), 'Probably no meaningful difference'],
    ['cannotTell', comparisonOf(0.008, 0.05), 'Cannot tell yet'],
    ['cannotTell', comparisonOf(0.03, 0.06), 'Cannot tell yet'],
  ] as const)('is %s', (kind, comparison, headline) => {
    expect(verdict(comparison)?.kind).toBe(kind)
    expect(headlineOf(kind, 'A', 'B')).toBe(headline)
  })

  // Numbers without room below them lose their digits in a smaller unit.
  const score = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value < 1e-290 ? 0 : value))
  const scores = fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 30 })
  const mirror = { firstBetter: 'secondBetter', secondBetter: 'firstBetter' } as Record<string, string>

  it('is the same from either side, and mirrored where less is better', () => {
    fc.assert(
      fc.property(scores, fc.constantFrom(0, 0.01, 0.1), (pairs, zone) => {
        const [first, second] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
        const one = { first, second, testTrainRatio: 1 / 9, zone, isGreaterBetter: true }
        const judged = verdict(one)!
        const { first: better, equal, second: worse } = judged.chances
        expect(better + equal + worse).toBeCloseTo(1, 9)
        for (const chance of [better, equal, worse]) expect(chance).toBeGreaterThanOrEqual(0)
        const swapped = verdict({ ...one, first: second, second: first })!
        expect(swapped.kind).toBe(mirror[judged.kind] ?? judged.kind)
        expect(swapped.chances.second).toBeCloseTo(better, 12)
        const lower = verdict({ ...one, isGreaterBetter: false })!
        expect(lower.kind).toBe(swapped.kind)
        expect(lower.difference).toBe(judged.difference)
      }),
    )
  })

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(scores, fc.constantFrom(0.001, 7, 1e6), (pairs, unit) => {
        const [first, second] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
        const one = { first, second, testTrainRatio: 1 / 9, zone: 0.01, isGreaterBetter: false }
        const scaled = {
          ...one,
          first: first.map((score) => score * unit),
          second: second.map((score) => score * unit),
          zone: 0.01 * unit,
        }
        expect(verdict(scaled)!.chances.first).toBeCloseTo(verdict(one)!.chances.first, 6)
      }),
    )
  })

  it('sees differences vary whose squares underflow', () => {
    const tiny = { first: [0, 4e-177, 0, 0], second: [3.6e-168, 0, 0, 0], testTrainRatio: 1 / 3, zone: 0.01 }
    expect(verdict({ ...tiny, isGreaterBetter: false })!.chances).toEqual({ first: 0, equal: 1, second: 0 })
  })

  it('takes leave-one-out, however many rows', () => {
    const first = Array.from({ length: 200_000 }, (_, row) => (row % 5 === 0 ? 0 : 1))
    const second = first.map((score, row) => (row % 7 === 0 ? 0 : score))
    const judged = verdict({ first, second, testTrainRatio: 1 / 199_999, zone: 0.01, isGreaterBetter: true })
    expect(judged?.kind).toBe('firstBetter')
  })

  it('says what more repeats would bring, with its probability', () => {
    const forecastOf = (difference: number, spread: number) => {
      const comparison = comparisonOf(difference, spread)
      return settlingForecast({ ...comparison, repeatOf: comparison.first.map(() => 0) })!
    }
    const [near, far] = [forecastOf(0.03, 0.025), forecastOf(0.011, 0.2)]
    expect(near.chance).toBeGreaterThan(0.4)
    expect(near.chance).toBeLessThan(0.95)
    expect(near.range!.low).toBeGreaterThan(1)
    expect(near.range!.high).toBeGreaterThan(near.range!.low)
    expect(far.chance).toBeLessThan(0.1)
    expect(forecastOf(0.03, 0.025)).toEqual(near)
  })

  it('takes repeats that agree for a sign that further ones will', () => {
    const { first, second, ...rest } = comparisonOf(0.02, 0.03)
    const folds = first.length
    const repeatOf = Array.from({ length: 3 * folds }, (_, i) => Math.floor(i / folds))
    const forecast = (shift: number) => {
      const three = [0, shift, -shift].flatMap((by) => first.map((score) => score + by))
      return settlingForecast({ ...rest, first: three, second: [second, second, second].flat(), repeatOf })!
    }
    expect(forecast(0).chance).not.toBe(forecast(0.015).chance)
  })

  it('forecasts nothing where the differences do not vary', () => {
    const equal = { first: [0.8, 0.8, 0.8], second: [0.75, 0.75, 0.75], testTrainRatio: 0.5, zone: 0.01 }
    expect(settlingForecast({ ...equal, isGreaterBetter: true, repeatOf: [0, 0, 0] })).toBeNull()
  })

  it('gives no interval where all differences are equal, rounding apart', () => {
    expect(correctedInterval([0.05, 0.05, 0.05], 0.5)).toBeNull()
    expect(correctedInterval([0.8 - 0.75, 0.75 - 0.7, 0.7 - 0.65], 0.5, { scale: 0.8 })).toBeNull()
    expect(correctedInterval([0.05, 0.06], 0.5)).not.toBeNull()
  })

  it('takes one percent as the zone unless told', () => {
    expect(defaultZone(true, 0.8, 0.9)).toBe(0.01)
    expect(defaultZone(false, 40, 60)).toBeCloseTo(0.5, 12)
  })
})

describe('many comparisons', () => {
  it("corrects p values by Holm's steps", () => {
    const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005])
    ;[0.03, 0.06, 0.06, 0.02].forEach((expected, i) => expect(adjusted[i]).toBeCloseTo(expected, 12))
    expect(holmAdjusted([0.9, 0.8])).toEqual([1, 1])
  })

  it('never makes a p value smaller or turns their order, and one alone stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
        const adjusted = holmAdjusted(values)
        values.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p)
          expect(adjusted[i]).toBeLessThanOrEqual(1)
          values.forEach((other, j) => p < other && expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]))
        })
        expect(holmAdjusted([values[0]])).toEqual([values[0]])
      }),
    )
  })

  it('knows the chance of a false alarm', () => {
    expect(chanceOfFalseAlarm(1)).toBeCloseTo(0.05, 12)
    expect(chanceOfFalseAlarm(20)).toBeCloseTo(0.6415140775914581, 12)
  })
})
