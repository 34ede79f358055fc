import { describe, expect, it } from 'vitest'
import { strandSizes } from './strands.ts'

describe('strandSizes', () => {
  it('leaves few lanes on one thread', () => {
    expect(strandSizes(10, 2)).toEqual([10])
    expect(strandSizes(19, 2)).toEqual([19])
  })

  it('parts many lanes among the threads, near-equally', () => {
    expect(strandSizes(20, 2)).toEqual([10, 10])
    expect(strandSizes(25, 2)).toEqual([12, 13])
    expect(strandSizes(50, 4)).toEqual([12, 13, 12, 13])
    expect(strandSizes(50, 1)).toEqual([50])
  })

  it('does not part lanes that draw together', () => {
    expect(strandSizes(50, 2, 5)).toEqual([25, 25])
    expect(strandSizes(24, 2, 8)).toEqual([8, 16])
    expect(strandSizes(24, 2, 24)).toEqual([24])
  })
})
