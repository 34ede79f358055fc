/**
 * The next value up or down: steps of 1 for whole numbers, else of one unit in the first digit
 * (0.1 → 0.2, 0.03 → 0.04), so that small rates move by small steps.
 */
export function stepNumber(value: number, direction: 1 | -1, isInteger: boolean): number {
  if (isInteger) return value + direction
  if (value === 0) return direction * 0.1
  const size = Math.floor(Math.log10(Math.abs(value)) + 1e-9)
  // Going down from 0.1 by 0.1 would end at 0: take the finer step instead.
  const isPowerOfTen = Math.abs(Math.abs(value) / 10 ** size - 1) < 1e-9
  const step = 10 ** (isPowerOfTen && direction < 0 ? size - 1 : size)
  return Number((value + direction * step).toPrecision(12))
}
