/**
 * A number as a person types it: a decimal point or a decimal comma, digits grouped by spaces, a real minus sign,
 * `1e-3`. Nothing else, and no guessing: `undefined` where it is none.
 */
export function parseNumber(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/\u2212/g, '-')
    .replace(/[\s\u00a0\u202f](?=\d{3}(\D|$))/g, '')
    .replace(/^([-+]?\d*),(\d+)$/, '$1.$2')
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return undefined
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}
