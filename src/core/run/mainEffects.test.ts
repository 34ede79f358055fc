import { describe, expect, it } from 'vitest'
import { mainEffects } from './mainEffects.ts'
import { metricDocuments } from './metricDocument.ts'
import type { ModelDocument } from './runDocument.ts'

/** Candidates of a grid: `useful` adds 0.1 a step, `useless` nothing; folds differ by more than that. */
function grid(): ModelDocument[] {
  return [0, 1, 2].flatMap((useful) =>
    [0, 1, 2].map((useless) => candidate({ useful, useless }, (fold) => 0.5 + 0.1 * useful + 0.15 * Math.sin(fold))),
  )
}

function candidate(hyperparameters: ModelDocument['hyperparameters'], score: (fold: number) => number): ModelDocument {
  const fits = Array.from({ length: 10 }, (_, fold) => ({
    repeat: 0,
    fold,
    scores: { accuracy: score(fold) },
    preparation: { trainRows: 90, testRows: 10 },
  }))
  const metrics = metricDocuments(fits)
  return { name: JSON.stringify(hyperparameters), model: 'Net', hyperparameters, metrics, fitResults: fits } as never
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

  it('leaves out candidates without a score on every fold, and sweeps too small to average', () => {
    const diverged = { ...candidate({ useful: 9, useless: 0 }, () => 0), metrics: {} }
    expect(mainEffects([...grid(), diverged], 'accuracy')[0].levels).toHaveLength(3)
    expect(mainEffects(grid().slice(0, 4), 'accuracy')).toEqual([])
    expect(mainEffects([], 'accuracy')).toEqual([])
  })
})
