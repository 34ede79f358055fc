/** What a date column may tell a network, and how each part follows from days since 1970. */

/** The parts a person can choose, in the order of the prepared columns. */
export const DATE_PARTS = ['days', 'month', 'weekday'] as const

/** `days`: the date as one number. `month`: January is 1. `weekday`: Monday is 1, as in ISO 8601. */
export type DatePart = (typeof DATE_PARTS)[number]

/** Parts that become one input for each of their values, which count from 1. */
export const PART_VALUES: Readonly<Record<Exclude<DatePart, 'days'>, number>> = { month: 12, weekday: 7 }

/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4

/** The value of a part, from 1. @param days since 1970, a time of day as their fraction */
export function datePart(part: Exclude<DatePart, 'days'>, days: number): number {
  const whole = Math.floor(days)
  if (part === 'month') return monthOf(whole)
  return ((((whole + FIRST_WEEKDAY - 1) % 7) + 7) % 7) + 1
}

/** Days from the first of March of the year 0 to 1970. */
export const DAYS_TO_1970 = 719_468
export const DAYS_IN_400_YEARS = 146_097

/** The month of whole days since 1970, from 1 (Hinnant 2021, "chrono-compatible low-level date algorithms", civil_from_days). */
function monthOf(days: number): number {
  const counted = days + DAYS_TO_1970
  const day = counted - DAYS_IN_400_YEARS * Math.floor(counted / DAYS_IN_400_YEARS)
  const leapDays = Math.floor(day / 1460) - Math.floor(day / 36_524) + Math.floor(day / 146_096)
  const year = Math.floor((day - leapDays) / 365)
  const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  // Months count from March, so that February with its leap day is the last.
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  return ((fromMarch + 2) % 12) + 1
}
