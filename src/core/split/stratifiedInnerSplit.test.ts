import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf } from '../random/keyedStream.ts'
import { completeModel } from '../experiment/resolve/completeModel.ts'
import { rowProblems } from '../model/rowProblems.ts'
import type { ModelSpec } from '../model/modelSpec.ts'
import { stratifiedInnerSplit } from './stratifiedInnerSplit.ts'

function specWatching(validationFraction: number): ModelSpec {
  const model = { name: 'A', layers: ['output' as const], batchSize: 1, earlyStopping: { validationFraction } }
  return completeModel(model, 'A', { task: 'regression', classes: [] })
}

describe('stratifiedInnerSplit', () => {
  it('parts the training rows, each class in proportion and on both sides', () => {
    const arbitrary = fc.record({
      labels: fc.array(fc.nat({ max: 2 }), { minLength: 10, maxLength: 80 }),
      fraction: fc.double({ min: 0.05, max: 0.6, noNaN: true }),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(arbitrary, ({ labels, fraction, seed }) => {
        const rows = Int32Array.from(labels.keys()).map((row) => 2 * row)
        const spread = Int32Array.from({ length: 2 * labels.length }, (_, i) => labels[i >> 1])
        const { fit, watch } = stratifiedInnerSplit(rows, spread, fraction, keyOf(seed, 'watch'))
        expect([...fit, ...watch].sort((a, b) => a - b)).toEqual([...rows])
        for (const label of [0, 1, 2]) {
          const count = labels.filter((other) => other === label).length
          const watched = watch.filter((row) => spread[row] === label).length
          if (count >= 2) expect(watched).toBeGreaterThan(0)
          expect(watched).toBeLessThan(Math.max(count, 1))
          if (count >= 2) expect(Math.abs(watched - fraction * count)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('parts by rows alone without labels, the same rows for the same key', () => {
    const rows = Int32Array.from({ length: 50 }, (_, i) => i)
    const split = stratifiedInnerSplit(rows, undefined, 0.2, [1, 2])
    expect(split.watch.length).toBe(10)
    expect(stratifiedInnerSplit(rows, undefined, 0.2, [1, 2])).toEqual(split)
    expect(stratifiedInnerSplit(rows, undefined, 0.2, [1, 3])).not.toEqual(split)
  })

  it('leaves neither side empty of what is let through to training', () => {
    const arbitrary = fc.record({
      labels: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 30 }),
      isRegression: fc.boolean(),
      validationFraction: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
    })
    let split = 0
    fc.assert(
      fc.property(arbitrary, ({ labels, isRegression, validationFraction }) => {
        const classes = isRegression ? [] : [...new Set([0, 1, ...labels])].map(String)
        const spec = specWatching(validationFraction)
        const context = { task: isRegression ? 'regression' : 'multiclass', classes } as const
        if (rowProblems(spec, context, { rows: labels.length, place: '' }).length > 0) return
        split++
        const rows = Int32Array.from(labels.keys())
        const codes = isRegression ? undefined : Int32Array.from(labels)
        const { fit, watch } = stratifiedInnerSplit(rows, codes, validationFraction, [1, 2])
        expect(watch.length).toBeGreaterThan(0)
        expect(fit.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
    expect(split).toBeGreaterThan(0)
  })
})
