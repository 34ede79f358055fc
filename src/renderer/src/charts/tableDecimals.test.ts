import { expect, it } from 'vitest'
import { tableDecimals } from './tableDecimals.ts'

it('gives a column as many decimals as it needs, within five digits', () => {
  expect(tableDecimals([1, 2, 300])).toBe(0)
  expect(tableDecimals([0.5, 0.25])).toBe(2)
  expect(tableDecimals([85.714285, 100])).toBe(2)
  expect(tableDecimals([0.00057912, 0.3])).toBe(5)
  expect(tableDecimals([0.00057912])).toBe(8)
  expect(tableDecimals([1234567.8])).toBe(0)
})

it('leaves words, gaps and what is not finite out of account', () => {
  expect(tableDecimals(['Baseline', null, undefined, NaN, Infinity])).toBe(0)
  expect(tableDecimals([null, 0.5])).toBe(1)
})
