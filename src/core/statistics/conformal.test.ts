import { describe, expect, it } from 'vitest'
import { keyedNormals } from '../random/keyedDraws.ts'
import { keyOf } from '../random/keyedStream.ts'
import { classScore, conformalQuantile, predictionInterval, predictionSet, residualScore } from './conformal.ts'

describe('conformalQuantile', () => {
  it('is the ⌈(n + 1) level⌉-th smallest score', () => {
    const scores = [9, 1, 8, 2, 7, 3, 6, 4, 5]
    expect(conformalQuantile(scores, 0.9)).toBe(9)
    expect(conformalQuantile(scores, 0.8)).toBe(8)
    expect(conformalQuantile(scores, 0.5)).toBe(5)
    expect(conformalQuantile(scores, 0.01)).toBe(1)
  })

  it('is infinite where there are too few rows for the level', () => {
    expect(conformalQuantile([1, 2, 3], 0.9)).toBe(Infinity)
    expect(conformalQuantile([], 0.5)).toBe(Infinity)
  })
})

it('takes every class into the set that is probable enough', () => {
  expect(predictionSet([0.5, 0.3, 0.2], 0.7)).toEqual([0, 1])
  expect(predictionSet([0.5, 0.3, 0.2], 0.1)).toEqual([])
  expect(predictionSet([0.5, 0.3, 0.2], Infinity)).toEqual([0, 1, 2])
})

const DATA_SETS = 1000
const ROWS = 60
const FOLDS = 6

/** Least squares through the rows whose number modulo the folds is not `left`; -1: through all. */
function fitLine(x: Float64Array, y: Float64Array, left: number): (at: number) => number {
  let [n, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0]
  for (let row = 0; row < ROWS; row++) {
    if (row % FOLDS === left) continue
    n++
    sumX += x[row]
    sumY += y[row]
    sumXX += x[row] ** 2
    sumXY += x[row] * y[row]
  }
  const slope = (n * sumXY - sumX * sumY) / (n * sumXX - sumX ** 2)
  return (at) => (sumY - slope * sumX) / n + slope * at
}

describe('cover what they promise, in 1,000 made-up data sets', () => {
  it('intervals of a regression', () => {
    let covered = 0
    for (let set = 0; set < DATA_SETS; set++) {
      const draws = keyedNormals(keyOf(5, 'conformal', set), 2 * (ROWS + 1))
      const x = draws.slice(0, ROWS + 1)
      // Noise that grows with x: nothing is assumed of it.
      const y = x.map((value, row) => 2 * value + (1 + Math.abs(value)) * draws[ROWS + 1 + row])
      const lines = Array.from({ length: FOLDS }, (_, fold) => fitLine(x, y, fold))
      const scores = Array.from({ length: ROWS }, (_, row) => residualScore(y[row], lines[row % FOLDS](x[row])))
      const [low, high] = predictionInterval(fitLine(x, y, -1)(x[ROWS]), conformalQuantile(scores, 0.9))
      if (low <= y[ROWS] && y[ROWS] <= high) covered++
    }
    expect(covered / DATA_SETS).toBeGreaterThan(0.88)
    expect(covered / DATA_SETS).toBeLessThan(0.92)
  })

  it('sets of classes', () => {
    let covered = 0
    for (let set = 0; set < DATA_SETS; set++) {
      const draws = keyedNormals(keyOf(6, 'conformal', set), 4 * (ROWS + 1))
      // The model says one thing, the truth is drawn from another.
      const rows = Array.from({ length: ROWS + 1 }, (_, row) => {
        const [a, b, c, noise] = draws.subarray(4 * row, 4 * row + 4)
        const powers = [a, b, c].map((value) => Math.exp(1.5 * value))
        const total = powers[0] + powers[1] + powers[2]
        const truths = [a + noise, b - noise, c]
        return { probabilities: powers.map((power) => power / total), label: truths.indexOf(Math.max(...truths)) }
      })
      const scores = rows.slice(0, ROWS).map(({ label, probabilities }) => classScore(label, probabilities))
      const { probabilities, label } = rows[ROWS]
      if (predictionSet(probabilities, conformalQuantile(scores, 0.9)).includes(label)) covered++
    }
    expect(covered / DATA_SETS).toBeGreaterThan(0.88)
    expect(covered / DATA_SETS).toBeLessThan(0.92)
  })
})
