import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Task } from '../dataset/table.ts'
import { CLIP } from './logLoss.ts'
import { scoreBinary } from './scoreBinary.ts'
import { scoreMulticlass } from './scoreMulticlass.ts'
import { scoreRegression } from './scoreRegression.ts'

interface ScoreCase {
  readonly task: Task
  readonly y: readonly number[]
  readonly p: readonly number[] | readonly (readonly number[])[]
  readonly expected: Readonly<Record<string, number>>
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/metrics-random.json', import.meta.url), 'utf8'),
) as { cases: readonly ScoreCase[] }

function scoresOf({ task, y, p }: ScoreCase): Readonly<Record<string, number | null>> {
  // The nine digits in the file name a float32 each.
  if (task === 'binary') return scoreBinary(y, (p as readonly number[]).map(Math.fround), CLIP.float32)
  if (task === 'multiclass')
    return scoreMulticlass(
      y,
      (p as readonly (readonly number[])[]).map((row) => row.map(Math.fround)),
      CLIP.float32,
    )
  return scoreRegression(y, p as readonly number[])
}

describe('random scores equal scikit-learn', () => {
  it.each(Object.entries(Object.groupBy(cases, ({ task }) => task)))('%s', (_, some = []) => {
    expect(some.length).toBeGreaterThanOrEqual(50)
    for (const one of some) {
      const scores = scoresOf(one)
      for (const [name, expected] of Object.entries(one.expected)) {
        const difference = Math.abs((scores[name] ?? NaN) - expected) / Math.max(1, Math.abs(expected))
        expect(difference, `${name} of ${JSON.stringify(one)}`).toBeLessThan(1e-9)
      }
    }
  })
})

describe('saturated outputs', () => {
  it('cost what scikit-learn makes of Keras’s float32 probabilities', () => {
    const { logLoss } = scoreBinary([1, 1, 1], Float32Array.from([0, 1, 0.5]))
    // log_loss([1, 1, 1], np.float32([0, 1, .5]), labels=[0, 1]) of scikit-learn 1.9.1: 5.54511
    expect(logLoss).toBeCloseTo((23 * Math.LN2 - Math.log(1 - 2 ** -23) + Math.LN2) / 3, 12)
    expect(logLoss).toBeCloseTo(5.545, 3)
  })
})

describe('a constant held-out target', () => {
  it('is recognised by its range, not by a sum of squares', () => {
    const truth = new Array<number>(10).fill(0.1)
    expect(scoreRegression(truth, new Array<number>(10).fill(0.3))).toMatchObject({ r2: 0, explainedVariance: 1 })
    expect(scoreRegression(truth, [0.1, ...new Array<number>(9).fill(0.3)])).toMatchObject({
      r2: 0,
      explainedVariance: 0,
    })
    expect(scoreRegression(truth, truth)).toMatchObject({ r2: 1, explainedVariance: 1 })
  })
})
