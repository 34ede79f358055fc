import { describe, expect, it } from 'vitest'
import { interactions } from './interactions.ts'
import type { ModelDocument } from './runDocument.ts'
import { sweepCandidate } from './testing/sweepCandidate.ts'

const LEVELS = [0, 1, 2]

/** Three hyperparameters, three values each, two candidates a cell; folds differ by more than any setting. */
function grid(score: (a: number, b: number, c: number) => number): ModelDocument[] {
  return LEVELS.flatMap((a) =>
    LEVELS.flatMap((b) =>
      LEVELS.map((c) =>
        sweepCandidate({ a, b, c }, (fold) => score(a, b, c) + 0.15 * Math.sin(fold) + noise(a, b, c, fold)),
      ),
    ),
  )
}

function noise(...parts: readonly number[]): number {
  const at = parts.reduce((sum, part) => 31 * sum + part, 7)
  return 0.01 * Math.sin(12.9898 * at)
}

describe('interactions', () => {
  it('finds the pair that acts together, with its size, and no other', () => {
    const found = interactions(
      grid((a, b, c) => 0.5 + 0.1 * a - 0.05 * b + 0.02 * c + (a === 2 && b === 2 ? 0.2 : 0)),
      'accuracy',
    )
    expect(found).toHaveLength(12)
    const [strongest] = found
    expect(strongest.first).toEqual({ hyperparameter: 'a', value: 2 })
    expect(strongest.second).toEqual({ hyperparameter: 'b', value: 2 })
    expect(strongest.candidates).toBe(3)
    expect(strongest.difference).toBeCloseTo(0.2, 1)
    expect(strongest.adjustedP).toBeLessThan(0.05)
    expect(strongest.interval?.low).toBeGreaterThan(0)
    expect(
      found.filter(({ first, second }) => `${first.hyperparameter}${second.hyperparameter}` !== 'ab'),
    ).toHaveLength(8)
  })

  it('finds none where settings add up, not even in an unbalanced sample', () => {
    const additive = grid((a, b, c) => 0.5 + 0.1 * a - 0.05 * b + 0.02 * c)
    expect(interactions(additive, 'accuracy').filter(({ adjustedP }) => adjustedP < 0.05)).toEqual([])
    // The candidates with a = 2 have mostly c = 2: without the additive fit b would inherit what c does.
    const unbalanced = [...additive, ...additive, ...additive].filter((_, index) => index % 7 !== 3 && index % 5 !== 1)
    expect(interactions(unbalanced, 'accuracy').filter(({ adjustedP }) => adjustedP < 0.05)).toEqual([])
  })

  it('says nothing of a sweep that is too small', () => {
    expect(interactions(grid(() => 0.5).slice(0, 5), 'accuracy')).toEqual([])
    expect(interactions([], 'accuracy')).toEqual([])
  })
})
