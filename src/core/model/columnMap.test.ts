import { expect, test } from 'vitest'
import { matchColumns } from './columnMap.ts'

test('columns are matched by what was chosen, by name, and by names that are alike', () => {
  const present = ['Body Mass (g)', 'sex', 'culmen', 'Island', 'island_', 'observer']
  expect(
    matchColumns(['sex', 'body_mass_g', 'bill', 'island', 'year', 'depth'], present, {
      bill: 'culmen',
      year: null,
      depth: 'gone',
    }),
  ).toEqual([
    { name: 'sex', from: 'sex', by: 'same' },
    { name: 'body_mass_g', from: 'Body Mass (g)', by: 'alike' },
    { name: 'bill', from: 'culmen', by: 'chosen' },
    { name: 'island', by: 'open' },
    { name: 'year', by: 'absent' },
    { name: 'depth', by: 'open' },
  ])
})

test('a column that stands for one column is not proposed for another', () => {
  expect(matchColumns(['a', 'A'], ['a'])).toEqual([
    { name: 'a', from: 'a', by: 'same' },
    { name: 'A', by: 'open' },
  ])
  expect(matchColumns(['--', 'toString'], ['..', 'x'])).toEqual([
    { name: '--', by: 'open' },
    { name: 'toString', by: 'open' },
  ])
})
