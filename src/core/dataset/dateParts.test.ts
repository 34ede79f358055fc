import { expect, test } from 'vitest'
import { datePart } from './dateParts.ts'
import { isoDays } from './isoDays.ts'

test('month and weekday of dates, before 1970 and on leap days too', () => {
  const parts = (date: string) => [datePart('month', isoDays(date)), datePart('weekday', isoDays(date))]
  expect(parts('1970-01-01')).toEqual([1, 4])
  expect(parts('2024-02-29')).toEqual([2, 4])
  expect(parts('2024-03-01T23:59')).toEqual([3, 5])
  expect(parts('2000-12-31')).toEqual([12, 7])
  expect(parts('1969-12-29')).toEqual([12, 1])
  expect(parts('1900-03-01T12:00')).toEqual([3, 4])
})
