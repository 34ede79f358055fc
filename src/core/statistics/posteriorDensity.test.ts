import { describe, expect, it } from 'vitest'
import { bayesianCorrelatedTTest } from './bayesianCorrelatedTTest.ts'
import { correctedInterval } from './interval.ts'
import { posteriorDensity } from './posteriorDensity.ts'

const FIRST = [0.9, 0.8, 0.85, 0.95, 0.7, 0.8, 0.9, 0.75, 0.8, 0.85]
const SECOND = [0.85, 0.8, 0.8, 0.9, 0.75, 0.8, 0.8, 0.75, 0.7, 0.85]
const RATIO = 1 / 9
const DIFFERENCES = FIRST.map((score, fold) => score - SECOND[fold])
const MEAN = DIFFERENCES.reduce((sum, one) => sum + one, 0) / 10

describe('posteriorDensity', () => {
  it('has the area right of the zone that the Bayesian test gives as chance', () => {
    const interval = correctedInterval(DIFFERENCES, RATIO)!
    const { differences, densities } = posteriorDensity(MEAN, interval, 10, 4001)!
    const total = densities.reduce((sum, one) => sum + one, 0)
    const right = densities.filter((_, index) => differences[index] > 0.01).reduce((sum, one) => sum + one, 0)
    expect(right / total).toBeCloseTo(bayesianCorrelatedTTest(FIRST, SECOND, RATIO, 0.01)!.first, 2)
  })

  it('is highest at the mean difference', () => {
    const { differences, densities } = posteriorDensity(MEAN, correctedInterval(DIFFERENCES, RATIO)!, 10)!
    expect(Math.max(...densities)).toBe(1)
    expect(differences[densities.indexOf(1)]).toBeCloseTo(MEAN, 12)
  })

  it('is nothing where all folds differ by the same', () => {
    expect(posteriorDensity(0, { low: 0, high: 0, level: 0.95, method: '' }, 10)).toBeNull()
    expect(posteriorDensity(0, { low: -1, high: 1, level: 0.95, method: '' }, 1)).toBeNull()
  })
})
