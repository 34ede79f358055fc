import { describe, expect, it } from 'vitest'
import { sliceSizes } from './laneSlices.ts'

describe('sliceSizes', () => {
  it('leaves few lanes on one thread', () => {
    expect(sliceSizes(10, 2)).toEqual([10])
    expect(sliceSizes(19, 2)).toEqual([19])
  })

  it('parts many lanes among the threads, near-equally', () => {
    expect(sliceSizes(20, 2)).toEqual([10, 10])
    expect(sliceSizes(25, 2)).toEqual([12, 13])
    expect(sliceSizes(50, 4)).toEqual([12, 13, 12, 13])
    expect(sliceSizes(50, 1)).toEqual([50])
  })

  it('does not part lanes that draw together', () => {
    expect(sliceSizes(50, 2, 5)).toEqual([25, 25])
    expect(sliceSizes(24, 2, 8)).toEqual([8, 16])
    expect(sliceSizes(24, 2, 24)).toEqual([24])
  })
})
