import { describe, expect, test } from 'vitest'
import { collapsedAt } from './collapsedAt.ts'
import { foldFan, thinned } from './foldFan.ts'
import type { FitState } from './runState.ts'
import { seriesOf } from './series.ts'

function fit(history: Record<string, readonly number[]>, status: FitState['status'] = 'running'): FitState {
  const series = Object.fromEntries(Object.entries(history).map(([metric, values]) => [metric, seriesOf(values)]))
  return { key: { candidate: 0, repeat: 0, fold: 0 }, status, epoch: 0, history: series, steps: 0, seconds: 0 }
}

describe('the fan of folds', () => {
  test('mean and standard deviation over folds', () => {
    const fan = foldFan([fit({ valAccuracy: [0.5, 0.6] }), fit({ valAccuracy: [0.7, 1] })], 'valAccuracy')
    expect(fan.mean[0]).toBeCloseTo(0.6, 12)
    expect(fan.mean[1]).toBeCloseTo(0.8, 12)
    expect(fan.std[0]).toBeCloseTo(0.1, 12)
    expect(fan.curves).toEqual([
      [0.5, 0.6],
      [0.7, 1],
    ])
  })

  test('an epoch counts when every fold in training has it', () => {
    const fan = foldFan([fit({ loss: [1, 2, 3] }), fit({ loss: [1] })], 'loss')
    expect(fan.mean).toEqual([1])
  })

  test('a fold that stopped early leaves the rest to the others', () => {
    const fan = foldFan([fit({ loss: [1, 3] }, 'finished'), fit({ loss: [3] }, 'finished')], 'loss')
    expect(fan.mean).toEqual([2, 3])
  })

  test('diverged folds are drawn and not counted', () => {
    const fan = foldFan([fit({ loss: [1, 1] }), fit({ loss: [9, NaN] }, 'diverged')], 'loss')
    expect(fan.mean).toEqual([1, 1])
    expect(fan.curves).toHaveLength(2)
  })

  test('nothing known yet', () => {
    expect(foldFan([fit({})], 'loss')).toEqual({ curves: [], fits: [], mean: [], std: [] })
  })

  test('thinning keeps the first and the last point', () => {
    expect(thinned(5, 10)).toEqual([0, 1, 2, 3, 4])
    expect(thinned(10, 4)).toEqual([0, 3, 6, 9])
    expect(thinned(11, 4)).toEqual([0, 3, 6, 9, 10])
    expect(thinned(0, 4)).toEqual([])
  })
})

describe('collapse', () => {
  const counts = [111, 97]
  const chance = Array.from({ length: 12 }, () => 0.53)

  test('from well above to chance, and staying there', () => {
    expect(collapsedAt(fit({ accuracy: [0.5, 0.8, 0.95, ...chance] }), counts)).toBe(3)
  })

  test('a dip is no collapse', () => {
    expect(collapsedAt(fit({ accuracy: [0.9, 0.53, 0.53, 0.9, 0.53] }), counts)).toBeUndefined()
  })

  test('a fold that has not begun to learn is given time', () => {
    expect(collapsedAt(fit({ accuracy: chance }), counts)).toBeUndefined()
    expect(collapsedAt(fit({ accuracy: [...chance, ...chance, ...chance] }), counts)).toBe(0)
  })

  test('regression and diverged fits have none', () => {
    expect(collapsedAt(fit({ accuracy: [0.9, ...chance] }), [])).toBeUndefined()
    expect(collapsedAt(fit({ accuracy: [0.9, ...chance] }, 'diverged'), counts)).toBeUndefined()
  })
})
