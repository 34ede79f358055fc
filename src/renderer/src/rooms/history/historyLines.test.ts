import { describe, expect, it } from 'vitest'
import { historyLines } from './historyLines.ts'

const GROUPS = [
  { value: 'a', from: 0, count: 2 },
  { value: null, from: 2, count: 1 },
]

describe('historyLines', () => {
  it('puts a head before the rows of each group', () => {
    const kinds = historyLines(3, GROUPS, new Set()).map((line) => (line.kind === 'group' ? line.key : line.index))
    expect(kinds).toEqual(['a', 0, 1, 'null', 2])
  })

  it('leaves out rows of folded groups, whose head stays', () => {
    expect(historyLines(3, GROUPS, new Set(['a']))).toHaveLength(3)
  })

  it('is a flat list without groups', () => {
    expect(historyLines(3, [], new Set())).toHaveLength(3)
    expect(historyLines(0, [], new Set())).toEqual([])
  })
})
