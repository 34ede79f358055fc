/** Digits that tell numbers apart in a table of a chart. */
const MOST_DIGITS = 5
const MOST_DECIMALS = 10

/**
 * Decimals for a column of numbers, the same in every row: as many as any of them needs, and no more than the largest
 * leaves of five digits.
 */
export function tableDecimals(values: readonly (string | number | null | undefined)[]): number {
  const numbers = values.filter((value) => typeof value === 'number').filter(Number.isFinite)
  const largest = Math.max(0, ...numbers.map(Math.abs))
  if (largest === 0) return 0
  const most = Math.min(MOST_DECIMALS, Math.max(0, MOST_DIGITS - 1 - Math.floor(Math.log10(largest))))
  return Math.max(...numbers.map((value) => needed(value, most)))
}

function needed(value: number, most: number): number {
  const [, decimals = ''] = value.toFixed(most).split('.')
  return decimals.replace(/0+$/, '').length
}
