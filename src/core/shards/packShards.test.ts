import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlannedBlock } from '../run/jobPlan.ts'
import { lanesFor, packShards, secondsOf, shardsFor, workOf } from './packShards.ts'

const blocks = fc
  .array(
    fc.record({ lanes: fc.integer({ min: 1, max: 30 }), steps: fc.integer({ min: 1, max: 9 }), isFinal: fc.boolean() }),
    { maxLength: 40 },
  )
  .map((wanted) =>
    wanted.map(({ lanes, steps, isFinal }, candidate): PlannedBlock => ({
      fits: Array.from({ length: lanes }, (_, fold) => ({ candidate, repeat: 0, fold })),
      multiplications: 100,
      steps,
      isFinal,
    })),
  )

describe('packing blocks into shards', () => {
  it('gives every fit to exactly one shard, and divides no block', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 20 }), (planned, most) => {
        const { fits, finals } = packShards(planned, most)
        const packed = [...fits, ...finals].flatMap((shard) => shard.blocks)
        expect(new Set(packed)).toEqual(new Set(planned))
        expect(packed).toHaveLength(planned.length)
        expect(fits.length).toBe(Math.min(most, planned.filter(({ isFinal }) => !isFinal).length))
        expect(finals.length).toBe(planned.some(({ isFinal }) => isFinal) ? 1 : 0)
        expect(fits.every((shard) => shard.blocks.every(({ isFinal }) => !isFinal))).toBe(true)
      }),
    )
  })

  it('makes shards of similar work', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 20 }), (planned, most) => {
        const { fits } = packShards(planned, most)
        const works = fits.map(({ work }) => work)
        const largestBlock = Math.max(0, ...planned.filter(({ isFinal }) => !isFinal).map(workOf))
        expect(Math.max(0, ...works) - Math.min(Infinity, ...works)).toBeLessThanOrEqual(largestBlock)
      }),
    )
  })
})

describe('the number of shards', () => {
  it('follows the time that the work takes, within its bounds', () => {
    const tenMinutes = 600 / secondsOf(1)
    expect(shardsFor(tenMinutes, { leastSeconds: 300, most: 200 })).toBe(2)
    expect(shardsFor(1, { leastSeconds: 300, most: 200 })).toBe(1)
    expect(shardsFor(1000 * tenMinutes, { leastSeconds: 300, most: 200 })).toBe(200)
  })

  it('cuts blocks as small as it must, and never below 20 fits', () => {
    expect(lanesFor(400, 2)).toBe(200)
    expect(lanesFor(40, 30)).toBe(20)
  })
})
