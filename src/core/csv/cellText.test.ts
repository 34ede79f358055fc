import { expect, it } from 'vitest'
import { cellText } from './cellText.ts'

it.each([
  ['plain', 'plain'],
  [' in blanks\t', 'in blanks'],
  ['"quoted"', 'quoted'],
  ['" quoted ""twice"" "', 'quoted "twice"'],
  ['"', '"'],
  ['""', ''],
  ['', ''],
])('%s says %s', (text, said) => {
  expect(cellText(text, '"')).toBe(said)
})

it('leaves quotes where the file has none', () => {
  expect(cellText('"quoted"', '')).toBe('"quoted"')
})
