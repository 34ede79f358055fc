import { expect, test } from 'vitest'
import { holds, rowSearch } from './rowSearch.ts'

test('a comparison names a column, and everything else is a text', () => {
  expect(rowSearch(' age >= 30 ', ['a', 'age'])).toEqual({
    kind: 'comparison',
    column: 1,
    operator: '>=',
    value: '30',
  })
  expect(rowSearch('Height > 3', ['age'])).toEqual({ kind: 'text', text: 'height > 3' })
  expect(rowSearch('age', ['age'])).toEqual({ kind: 'text', text: 'age' })
})

test('numbers are compared as numbers, words in their order, and missing cells with nothing', () => {
  expect([holds(9, '<', '10'), holds('9', '<', '10'), holds(9, '=', '9.0')]).toEqual([true, false, true])
  expect([holds(null, '=', ''), holds(1, '>', 'much')]).toEqual([false, false])
})
