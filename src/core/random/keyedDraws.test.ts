import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyedNormals, keyedPermutation, keyedTruncatedNormals } from './keyedDraws.ts'
import { KeyedStream } from './keyedStream.ts'

function moments(values: Float64Array): { mean: number; std: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return { mean, std: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) }
}

describe('keyed draws', () => {
  it('draws standard normals', () => {
    const { mean, std } = moments(keyedNormals([1, 2], 100_000))
    expect(Math.abs(mean)).toBeLessThan(0.01)
    expect(Math.abs(std - 1)).toBeLessThan(0.01)
  })

  it('draws truncated normals: none beyond two, the standard deviation of the truncated law', () => {
    const values = keyedTruncatedNormals([1, 2], 100_000)
    expect(values.every((value) => Math.abs(value) <= 2)).toBe(true)
    expect(Math.abs(moments(values).std - 0.87962566)).toBeLessThan(0.005)
  })

  it('draws uniforms in [0, 1)', () => {
    const stream = new KeyedStream([9, 9])
    const values = Float64Array.from({ length: 100_000 }, () => stream.nextDouble())
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(Math.abs(moments(values).std - Math.sqrt(1 / 12))).toBeLessThan(0.002)
  })

  it('begins alike whatever the length asked for', () => {
    expect(keyedNormals([4, 4], 5)).toEqual(keyedNormals([4, 4], 500).slice(0, 5))
  })

  it('permutes: every number once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 300 }), (seed, count) => {
        expect([...keyedPermutation([seed, 1], count)].sort((a, b) => a - b)).toEqual([...Array(count).keys()])
      }),
    )
  })

  it('gives all six orders of three about equally often', () => {
    const seen = new Map<string, number>()
    for (let i = 0; i < 3000; i++) {
      const order = keyedPermutation([i, 5], 3).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    for (const count of seen.values()) expect(Math.abs(count - 500)).toBeLessThan(110)
  })
})
