import { describe, expect, it } from 'vitest'
import { sparkPath } from './sparkPath.ts'

const box = { width: 40, height: 10, low: 0, high: 1, length: 5 }

describe('sparkPath', () => {
  it('runs from left to right, the best on top', () => {
    expect(sparkPath([0, 0.5, 1, 1, 1], box)).toBe('M0 10L10 5L20 0L30 0L40 0')
  })

  it('ends where the curve ends so far', () => {
    expect(sparkPath([0, 1], box)).toBe('M0 10L10 0')
    expect(sparkPath([], box)).toBe('')
  })

  it('leaves gaps for what is not finite and keeps to its box', () => {
    expect(sparkPath([0.5, NaN, 2, -1], box)).toBe('M0 5M20 0L30 10')
  })

  it('has few points, the last among them', () => {
    const path = sparkPath(
      Array.from({ length: 300 }, (_, at) => at / 299),
      { ...box, length: 300 },
    )
    expect(path.match(/[ML]/g)?.length).toBeLessThanOrEqual(25)
    expect(path.endsWith('L40 0')).toBe(true)
  })
})
