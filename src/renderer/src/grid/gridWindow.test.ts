import { describe, expect, it } from 'vitest'
import { columnWindow, edgesOf, rowWindow, scrollingOf, scrollTopFor } from './gridWindow.ts'

const ROW = 26
const VIEW = 400

describe('rowWindow', () => {
  it('draws what is seen and no more', () => {
    expect(rowWindow(0, 1, 208, ROW, VIEW)).toEqual({ first: 0, count: 17, offset: 0 })
    expect(rowWindow(39, 1, 208, ROW, VIEW)).toEqual({ first: 1, count: 17, offset: 13 })
  })

  it('ends with the last row at the bottom of the view', () => {
    const { scrollHeight, ratio } = scrollingOf(208, ROW, VIEW)
    const { first, count, offset } = rowWindow(scrollHeight - VIEW, ratio, 208, ROW, VIEW)
    expect((first + count) * ROW - first * ROW - offset).toBe(VIEW)
    expect(first + count).toBe(208)
  })

  it('reaches the first and the last of 1.5 million rows', () => {
    const rows = 1_500_000
    const { scrollHeight, ratio } = scrollingOf(rows, ROW, VIEW)
    expect(scrollHeight).toBeLessThan(16_000_000)
    expect(rowWindow(0, ratio, rows, ROW, VIEW).first).toBe(0)
    const last = rowWindow(scrollHeight - VIEW, ratio, rows, ROW, VIEW)
    expect(last.first + last.count).toBe(rows)
  })

  it('is empty for no rows', () => {
    expect(rowWindow(0, 1, 0, ROW, VIEW).count).toBe(0)
  })
})

describe('scrollTopFor', () => {
  it('stays where the row is in view, and else moves just as far as needed', () => {
    const scrolling = scrollingOf(1000, ROW, VIEW)
    expect(scrollTopFor(3, 20, scrolling, ROW, VIEW)).toBe(20)
    expect(scrollTopFor(0, 20, scrolling, ROW, VIEW)).toBe(0)
    expect(scrollTopFor(20, 0, scrolling, ROW, VIEW)).toBe(21 * ROW - VIEW)
  })

  it('finds every row of a very long table', () => {
    const rows = 1_500_000
    const scrolling = scrollingOf(rows, ROW, VIEW)
    for (const row of [0, 1, 777_777, rows - 1]) {
      const { first, count } = rowWindow(scrollTopFor(row, 0, scrolling, ROW, VIEW), scrolling.ratio, rows, ROW, VIEW)
      expect(row).toBeGreaterThanOrEqual(first)
      expect(row).toBeLessThan(first + count)
    }
  })
})

describe('columnWindow', () => {
  const edges = edgesOf(Array.from({ length: 3000 }, () => 96))

  it('finds the columns in view among thousands', () => {
    expect(columnWindow(0, edges, 800)).toEqual({ first: 0, end: 9 })
    expect(columnWindow(96 * 1500 + 10, edges, 800)).toEqual({ first: 1500, end: 1509 })
    expect(columnWindow(96 * 3000, edges, 800).end).toBe(3000)
  })
})
