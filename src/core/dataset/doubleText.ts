/** A number as a label, as DuckDB writes a DOUBLE: the shortest digits that read back to the same bits; `2.0`, `1e-05`, `1e+16`. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 16) return plainText(value)
  const sign = exponent < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** Between 1e-4 and 1e16 JavaScript writes no exponent either. */
function plainText(value: number): string {
  return Number.isInteger(value) ? `${String(value)}.0` : String(value)
}
