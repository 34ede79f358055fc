import { acceptsNumber } from '../../settings/acceptsNumber.ts'
import type { NumberField } from '../../settings/field.ts'

/** Digits kept of suggested values, so that 0.1 · 3 is 0.3. */
const DIGITS = 6

/**
 * Values worth trying around one, ascending: parts of 1 in tenths from 0.1 to 0.5, counts by halving and doubling,
 * everything else by factors of about three. Only what the field accepts.
 */
export function suggestSweep(field: NumberField, value: number): readonly number[] {
  const wanted = [...candidates(field, value), value].map((one) => Number(one.toPrecision(DIGITS)))
  return [...new Set(wanted)].filter((one) => acceptsNumber(field, one)).sort((a, b) => a - b)
}

function candidates(field: NumberField, value: number): readonly number[] {
  const isPart = (field.below === 1 || field.max === 1) && value > 0 && value < 0.6
  if (isPart) return [0.1, 0.2, 0.3, 0.4, 0.5]
  if (field.integer === true) return [Math.round(value / 2), value * 2]
  if (value === 0) return [0.001, 0.01, 0.1]
  return [value / 10, (value * 3) / 10, value * 3]
}
