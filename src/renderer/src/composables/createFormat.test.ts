import { expect, test } from 'vitest'
import { createFormat } from './createFormat.ts'

const words = {
  seconds: (n: string) => `${n} s`,
  minutes: (m: string, s: string) => `${m} min ${s} s`,
  hours: (h: string, m: string) => `${h} h ${m} min`,
}
const english = createFormat('en', words)

test('one precision, a real minus sign, a dash for nothing', () => {
  expect(english.fixed(86, 1)).toBe('86.0')
  expect(english.fixed(-0.5, 1)).toBe('−0.5')
  expect(english.percent(0.8564)).toBe('85.6')
  expect([english.fixed(null, 1), english.fixed(NaN, 1), english.percent(undefined)]).toEqual(['–', '–', '–'])
  expect(english.count(5521)).toBe('5,521')
  expect(createFormat('en', words, 'en-GB').dateTime('2026-11-23T07:33:00')).toBe('23 Nov 2026, 07:33')
  expect(createFormat('de', words).fixed(1234.5, 1)).toBe('1.234,5')
})

test('the tiniest numbers by a power of ten', () => {
  expect([0, 0.00001, -0.0007701].map((value) => english.short(value))).toEqual(['0', '0.00001', '−0.0007701'])
  expect([-1.234567e-15, 4e-7].map((value) => english.short(value))).toEqual(['−1.235E−15', '4E−7'])
})

test('lengths of time and files', () => {
  expect([940, 9960, 61_000, 3_700_000].map(english.duration)).toEqual(['0.9 s', '10 s', '61 s', '1 h 1 min'])
  expect(english.duration(125_000)).toBe('2 min 5 s')
  expect([999, 87_776, 2_500_000_000].map(english.bytes)).toEqual(['999 B', '87.8 kB', '2.5 GB'])
})
