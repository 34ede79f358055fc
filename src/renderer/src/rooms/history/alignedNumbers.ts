import type { Format } from '../../composables/createFormat.ts'

const MOST_DECIMALS = 6
const DIGITS = 4

/** Writes the numbers of one column with the same decimals, so that they align; `undefined` where they would take too many. */
export function alignedNumbers(
  values: readonly number[],
  { fixed }: Pick<Format, 'fixed'>,
): ((value: number) => string) | undefined {
  const largest = Math.max(0, ...values.map(Math.abs))
  const most = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(largest || 1)))
  const least = values.reduce((sum, value) => Math.max(sum, decimalsOf(value)), 0)
  const decimals = Math.min(most, least)
  const smallest = Math.min(...values.filter((value) => value !== 0).map(Math.abs))
  // The smallest keeps two digits: a learning rate of 0.0001 beside 1 is no 0.000.
  const needed = Number.isFinite(smallest) ? Math.min(least, 1 - Math.floor(Math.log10(smallest))) : 0
  const shown = Math.max(decimals, needed)
  return values.length === 0 || shown > MOST_DECIMALS ? undefined : (value) => fixed(value, shown)
}

/** Decimals of a number as written in full. */
function decimalsOf(value: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e(-?\d+))?$/.exec(String(value)) ?? []
  return Math.max(0, fraction.length - Number(exponent))
}
