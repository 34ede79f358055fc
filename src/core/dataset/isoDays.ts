import { datePart } from './dateParts.ts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?)?$/

/** Days since 1970 of a date as ISO 8601 without a zone, such as `2024-12-31` or `2024-12-31T18:30`; NaN for anything else. */
export function isoDays(text: string): number {
  const found = ISO.exec(text)
  if (!found) return NaN
  const [year, month, day, hour = 0, minute = 0, second = 0] = found.slice(1).map((part) => Number(part || 0))
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  if (!isDate || hour > 23 || minute > 59 || second >= 60) return NaN
  return daysBefore(year, month) + day - 1 + (hour * 3600 + minute * 60 + second) / 86_400
}

const MS_A_DAY = 86_400_000
const DAYS_A_YEAR = 365.2425

/**
 * Days since 1970 as ISO 8601 with a space, without the hours where they are all nought, to the millisecond: `2024-12-31 18:30:00`. Years
 * beyond 1 to 9999 have no such text: the number itself.
 */
export function daysAsIso(days: number): string {
  const ms = Math.round(days * MS_A_DAY)
  const day = Math.floor(ms / MS_A_DAY)
  if (!(day >= daysBefore(1, 1) && day < daysBefore(10_000, 1))) return String(days)
  let year = 1970 + Math.floor(day / DAYS_A_YEAR)
  while (daysBefore(year, 1) > day) year--
  while (daysBefore(year + 1, 1) <= day) year++
  const month = datePart('month', day)
  const date = [padded(year, 4), padded(month, 2), padded(day - daysBefore(year, month) + 1, 2)].join('-')
  const clock = clockOf(ms - day * MS_A_DAY)
  return clock === '00:00:00' ? date : `${date} ${clock}`
}

/** The time of a day, of the milliseconds since it began. */
function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => padded(Math.floor(part), 2))
  const rest = ms % 1000
  return rest === 0 ? parts.join(':') : `${parts.join(':')}.${padded(rest, 3)}`
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

/** Days from 1970 to the first of a month, by the Gregorian calendar. */
function daysBefore(year: number, month: number): number {
  let days = 0
  for (let before = 1; before < month; before++) days += daysInMonth(year, before)
  const y = year - 1
  return days + y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 719_162
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
