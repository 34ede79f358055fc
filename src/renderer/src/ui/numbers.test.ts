import { expect, test } from 'vitest'
import { parseNumber } from './parseNumber.ts'
import { stepNumber } from './stepNumber.ts'

test('numbers as people type them', () => {
  const typed: [string, number | undefined][] = [
    ['0.2', 0.2],
    ['0,2', 0.2],
    [' 1 000 ', 1000],
    ['12\u202f345,5', 12345.5],
    ['\u22123', -3],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['5.', 5],
    ['', undefined],
    ['1,000,000', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    ['1e999', undefined],
    ['1 2', undefined],
  ]
  for (const [text, value] of typed) expect(parseNumber(text), text).toBe(value)
})

test('arrow keys move by one unit of the first digit', () => {
  expect(stepNumber(60, 1, true)).toBe(61)
  expect(stepNumber(0.2, 1, false)).toBe(0.3)
  expect(stepNumber(0.1, -1, false)).toBe(0.09)
  expect(stepNumber(0.03, 1, false)).toBe(0.04)
  expect(stepNumber(0, 1, false)).toBe(0.1)
  expect(stepNumber(1, -1, false)).toBe(0.9)
})
