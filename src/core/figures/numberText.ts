/** A number for tables: so many digits that matter, a true minus, and a dash where there is none. */
export function numberText(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return minus(String(value))
  const size = Math.abs(value)
  const text = size >= 1e6 || size < 1e-3 ? value.toExponential(digits - 1) : value.toPrecision(digits)
  return minus(size >= 1000 && size < 1e6 ? value.toFixed(0) : text)
}

/** A share as percent with one decimal. */
export function percentText(share: number | null | undefined): string {
  return share === null || share === undefined || !Number.isFinite(share) ? '–' : minus(`${(share * 100).toFixed(1)} %`)
}

/** Mean and deviation, as `0.913 ± 0.021`. */
export function spreadText({ mean, std }: { readonly mean: number | null; readonly std: number | null }): string {
  return mean === null ? '–' : `${numberText(mean)} ± ${numberText(std)}`
}

function minus(text: string): string {
  return text.replace('-', '−').replace('e+', 'e')
}
