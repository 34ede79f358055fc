import { expect, it } from 'vitest'
import { createFormat } from '../../composables/createFormat.ts'
import { alignedNumbers } from './alignedNumbers.ts'

const format = createFormat('en', { seconds: String, minutes: String, hours: String })
const written = (values: number[]) => values.map((value) => alignedNumbers(values, format)?.(value))

it('gives all numbers of a column the same decimals', () => {
  expect(written([0, 0.1, 0.25])).toEqual(['0.00', '0.10', '0.25'])
  expect(written([4, 16, 64])).toEqual(['4', '16', '64'])
})

it('shows a score with four digits of the largest', () => {
  expect(written([12.345678, 1.23456789])).toEqual(['12.35', '1.23'])
})

it('keeps the digits of the smallest', () => {
  expect(written([0.0001, 1])).toEqual(['0.0001', '1.0000'])
})

it('leaves numbers of very different sizes to themselves', () => {
  expect(alignedNumbers([1e-9, 1], format)).toBeUndefined()
  expect(alignedNumbers([], format)).toBeUndefined()
})
