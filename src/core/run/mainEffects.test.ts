import { describe, expect, it } from 'vitest'
import { mainEffects } from './mainEffects.ts'
import type { ModelDocument } from './runDocument.ts'
import { sweepCandidate } from './testing/sweepCandidate.ts'

/** Candidates of a grid: `useful` adds 0.1 a step, `useless` nothing; folds differ by more than that. */
function grid(): ModelDocument[] {
  return [0, 1, 2].flatMap((useful) =>
    [0, 1, 2].map((useless) =>
      sweepCandidate({ useful, useless }, (fold) => 0.5 + 0.1 * useful + 0.15 * Math.sin(fold)),
    ),
  )
}

describe('mainEffects', () => {
  it('tells what changes the score from what does not, fold by fold', () => {
    const [useful, useless] = mainEffects(grid(), 'accuracy')
    expect(useful.hyperparameter).toBe('useful')
    expect(useful.levels.map(({ value, candidates }) => [value, candidates])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ])
    expect(useful.levels[2].difference).toBeCloseTo(0.2, 10)
    expect(useful.levels[0].interval).toBeUndefined()
    expect(useless.levels[1].difference).toBeCloseTo(0, 10)
  })

  it('takes what an unbalanced sample owes to other settings for what it is', () => {
    // `useless` 2 is tried with good values of `useful` alone: its mean is higher, its effect is not.
    const sample = [...grid(), ...grid()].filter(
      ({ hyperparameters: { useful, useless } }) => useless !== 2 || useful === 2,
    )
    const useless = mainEffects(sample, 'accuracy')[1]
    expect(useless.levels[2].mean - useless.levels[0].mean).toBeCloseTo(0.1, 10)
    expect(useless.levels[2].difference).toBeCloseTo(0, 8)
  })

  it('is unsure of what few candidates that differ otherwise show', () => {
    const wild = grid().map((one, index) =>
      sweepCandidate(
        one.hyperparameters,
        (fold) => 0.5 + 0.1 * Math.sin(5 * index) + 0.15 * Math.sin(fold) + 0.001 * fold,
      ),
    )
    for (const { levels } of mainEffects(wild, 'accuracy'))
      for (const { interval } of levels.slice(1)) expect(interval && interval.low < 0 && interval.high > 0).toBe(true)
  })

  it('leaves out candidates without a score on every fold, and sweeps too small to average', () => {
    const diverged = { ...sweepCandidate({ useful: 9, useless: 0 }, () => 0), metrics: {} }
    expect(mainEffects([...grid(), diverged], 'accuracy')[0].levels).toHaveLength(3)
    expect(mainEffects(grid().slice(0, 4), 'accuracy')).toEqual([])
    expect(mainEffects([], 'accuracy')).toEqual([])
  })
})
