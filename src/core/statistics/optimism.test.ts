import { describe, expect, it } from 'vitest'
import { KeyedStream, keyOf } from '../random/keyedStream.ts'
import { allSteps } from '../allSteps.ts'
import { bootstrapCorrection } from './bootstrapCorrection.ts'
import { mean, sampleStd } from './descriptive.ts'
import { tibshiraniCorrection } from './tibshiraniCorrection.ts'

describe('tibshiraniCorrection', () => {
  it('is the mean lead of the best of each fold over the winner', () => {
    const scores = [
      [0.9, 0.6, 0.9],
      [0.7, 0.8, 0.8],
    ]
    const found = tibshiraniCorrection(scores, true)
    expect(found).toMatchObject({ winner: 0 })
    expect(found?.bias).toBeCloseTo(0.2 / 3, 12)
    expect(found?.corrected).toBeCloseTo(0.8 - 0.2 / 3, 12)
  })

  it('raises errors instead of lowering them', () => {
    const found = tibshiraniCorrection(
      [
        [1, 4],
        [3, 3],
      ],
      false,
    )
    expect(found).toMatchObject({ winner: 0, naive: 2.5, bias: 0.5, corrected: 3 })
  })

  it('has nothing to say of a single candidate or fold', () => {
    expect(tibshiraniCorrection([[1, 2]], true)).toBeNull()
    expect(tibshiraniCorrection([[1], [2]], true)).toBeNull()
  })
})

/** Whether each of some candidates was right on each row; all of them are right by a chance of `truth`. */
function madeUp(simulation: number, candidates: number, rows: number, truth: number): Uint8Array[] {
  const random = new KeyedStream(keyOf(1, 'simulation', simulation))
  return Array.from({ length: candidates }, () =>
    Uint8Array.from({ length: rows }, () => (random.nextDouble() < truth ? 1 : 0)),
  )
}

describe('bootstrapCorrection', () => {
  it('is unbiased within its error where choosing the best of equals makes the mean too good', () => {
    const [simulations, candidates, rows, truth] = [120, 20, 60, 0.7]
    const naive: number[] = []
    const corrected: number[] = []
    for (let simulation = 0; simulation < simulations; simulation++) {
      const right = madeUp(simulation, candidates, rows, truth)
      const score = (candidate: number, picked: Int32Array) => mean(Array.from(picked, (row) => right[candidate][row]))
      const all = Int32Array.from({ length: rows }, (_, row) => row)
      naive.push(Math.max(...right.map((_, candidate) => score(candidate, all))))
      const random = new KeyedStream(keyOf(2, 'bootstrap', simulation))
      const found = allSteps(bootstrapCorrection({ candidates, rows, score, isGreaterBetter: true }, 60, random))
      corrected.push(found?.corrected ?? NaN)
    }
    const error = (values: readonly number[]) => sampleStd(values) / Math.sqrt(simulations)
    expect(mean(naive) - truth).toBeGreaterThan(10 * error(naive))
    expect(Math.abs(mean(corrected) - truth)).toBeLessThan(3 * error(corrected))
  })

  it('leaves a single candidate its score, and gives the same samples again', () => {
    const values = Float64Array.from({ length: 50 }, (_, row) => row % 5)
    const score = (_: number, picked: Int32Array) => mean(Array.from(picked, (row) => values[row]))
    const rows = { candidates: 1, rows: 50, score, isGreaterBetter: false }
    const draw = () => allSteps(bootstrapCorrection(rows, 300, new KeyedStream(keyOf(3, 'x'))))
    expect(draw()).toEqual(draw())
    expect(draw()?.corrected).toBeCloseTo(2, 1)
    expect(draw()?.interval.low).toBeLessThan(2)
  })

  it('has no estimate where no row is left to score', () => {
    const rows = { candidates: 2, rows: 1, score: () => 1, isGreaterBetter: true }
    expect(allSteps(bootstrapCorrection(rows, 10, new KeyedStream(keyOf(3, 'x'))))).toBeNull()
  })
})
