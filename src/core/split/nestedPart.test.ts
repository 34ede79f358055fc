import { describe, expect, test } from 'vitest'
import { nestedPart, partKey } from './nestedPart.ts'

const KEY = partKey(7, { repeat: 0, fold: 2 })
const TRAIN = Int32Array.from({ length: 100 }, (_, i) => 3 * i)
const SHARES = [0.02, 0.1, 0.25, 0.5, 0.75, 1]

describe('parts of the training rows', () => {
  const labels = Int32Array.from({ length: 300 }, (_, row) => (row % 10 < 2 ? 1 : 0))
  const codes = Int32Array.from({ length: 300 }, (_, row) => Math.floor(row / 30))

  test.each([
    ['by class', { labels }],
    ['by chance alone', {}],
    ['whole groups', { groups: codes }],
    ['the latest', { isInTime: true }],
  ])('%s: each holds all smaller ones, in the order of the rows', (_, rules) => {
    const parts = SHARES.map((share) => nestedPart(TRAIN, share, KEY, rules))
    expect(parts.at(-1)).toBe(TRAIN)
    parts.forEach((part, i) => {
      expect([...part]).toEqual([...part].sort((a, b) => a - b))
      const next = new Set(parts[i + 1] ?? TRAIN)
      expect(part.every((row) => next.has(row))).toBe(true)
      expect(part.length).toBeGreaterThanOrEqual(Math.round(SHARES[i] * 100))
    })
  })

  test('have the shares of the classes, to one row', () => {
    const shareOf = (rows: Int32Array) => rows.filter((row) => labels[row] === 1).length
    const whole = shareOf(TRAIN) / TRAIN.length
    for (const share of SHARES) {
      const part = nestedPart(TRAIN, share, KEY, { labels })
      expect(part).toHaveLength(Math.round(share * 100))
      expect(Math.abs(shareOf(part) - whole * part.length)).toBeLessThanOrEqual(1)
    }
  })

  test('have whole groups, or the rows that come last', () => {
    const part = nestedPart(TRAIN, 0.25, KEY, { groups: codes })
    const chosen = new Set([...part].map((row) => codes[row]))
    expect(part).toHaveLength(TRAIN.filter((row) => chosen.has(codes[row])).length)
    expect([...nestedPart(TRAIN, 0.03, KEY, { isInTime: true })]).toEqual([291, 294, 297])
  })
})
