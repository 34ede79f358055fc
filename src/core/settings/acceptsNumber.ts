import type { NumberField } from './field.ts'

/** Whether a number lies within a field's bounds. */
export function acceptsNumber({ integer, min, max, above, below }: NumberField, value: number): boolean {
  if (!Number.isFinite(value) || (integer === true && !Number.isInteger(value))) return false
  if (min !== undefined && value < min) return false
  if (max !== undefined && value > max) return false
  if (above !== undefined && value <= above) return false
  return below === undefined || value < below
}
