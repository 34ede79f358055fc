import { expect, test } from 'vitest'
import { splitName } from '../../core/run/fitStream.ts'
import { candidateOf, hiddenSpec, sonarJob } from '../testing/testJob.ts'
import { groupFits } from './groupFits.ts'
import { planFits } from './planFits.ts'

const ROWS = 208
const LABELS = Int32Array.from({ length: ROWS }, (_, row) => row % 2)
const candidates = Array.from({ length: 20 }, (_, i) => candidateOf(hiddenSpec({ rate: i / 25 }), `rate ${String(i)}`))
const table = {
  rows: ROWS,
  features: [],
  target: { kind: 'number', name: 'y', values: new Float64Array(ROWS) },
} as const
const fits = planFits(sonarJob(candidates), { table, labels: LABELS })

function blocks(threads: number, memoryBudgetBytes = 2 ** 30) {
  const [group, ...others] = groupFits(fits, {
    width: 60,
    rows: ROWS,
    longestSegment: () => 12,
    memoryBudgetBytes,
    threads,
  })
  expect(others).toEqual([])
  return group.blocks
}

test('a sweep of 200 fits makes equal blocks, larger where several threads share them', () => {
  expect(blocks(1).map(({ length }) => length)).toEqual(Array(8).fill(25))
  expect(blocks(2).map(({ length }) => length)).toEqual(Array(4).fill(50))
})

test('fits of one split stand side by side, and none is lost', () => {
  const [block] = blocks(2)
  const names = block.map(({ key }) => splitName(key))
  expect(names.filter((name, i) => name !== names[i - 1])).toHaveLength(10)
  expect(new Set(blocks(2).flat())).toEqual(new Set(fits))
})

test('a small budget makes small blocks', () => {
  expect(blocks(2, 2 ** 22).length).toBeGreaterThan(blocks(2).length)
})
