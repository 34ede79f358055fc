import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FlatValidation } from './validationSpec.ts'
import { makeSplits } from './makeSplits.ts'

interface SplitCase {
  readonly strategy: FlatValidation['strategy']
  readonly y: readonly number[]
  readonly groups?: readonly number[]
  readonly folds?: number
  readonly repeats?: number
  readonly testFraction?: number
  readonly shuffle: boolean
  readonly seed: number
  readonly test: readonly (readonly number[])[]
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/splits-random.json', import.meta.url), 'utf8'),
) as { cases: readonly SplitCase[] }

function heldOut(how: SplitCase): readonly (readonly number[])[] {
  const { strategy, folds = 2, repeats = 1, shuffle, testFraction = 0.25, seed, y, groups } = how
  const rows = {
    count: y.length,
    labels: Int32Array.from(y),
    ...(groups && { groups: Int32Array.from(groups) }),
  }
  const splits = makeSplits({ strategy, folds, repeats, shuffle, testFraction }, rows, seed)
  return splits.map(({ test }) => [...test])
}

describe('random splits equal scikit-learn index for index', () => {
  it.each(Object.entries(Object.groupBy(cases, ({ strategy }) => strategy)))('%s', (_, some = []) => {
    expect(some.length).toBeGreaterThanOrEqual(14)
    for (const how of some) expect(heldOut(how)).toEqual(how.test)
  })

  it('in the case of 8 classes in which the order of addition was seen to decide', () => {
    const [first] = heldOut(cases[0])
    expect([...first.slice(0, 7), first.at(-1)]).toEqual([0, 3, 4, 5, 9, 13, 16, 21])
  })
})
