import type { Metric } from '../../../core/metrics/metrics.ts'

/** What stands where there is no number. */
const NONE = '–'

/** A number with `digits` decimals and a real minus sign; a dash for none. */
export function decimals(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}

/** As {@link decimals}, with a plus sign before what is positive. */
export function signed(value: number, digits: number): string {
  const text = decimals(value, digits)
  return value > 0 && Number(text) !== 0 ? `+${text}` : text
}

/** A score in the unit of {@link metricHeading}: percent for shares, four significant digits for the rest. */
export function score(metric: Metric, value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined) return NONE
  return metric.isFraction ? decimals(100 * value, digits) : significant(value)
}

/** A difference of scores, signed, in the same unit. */
export function scoreDifference(metric: Metric, value: number): string {
  if (metric.isFraction) return signed(100 * value, 1)
  return value > 0 ? `+${significant(value)}` : significant(value)
}

/** An interval of a difference of scores; a dash where there is none. */
export function differenceRange(
  metric: Metric,
  interval: { readonly low: number; readonly high: number } | null | undefined,
  write: (low: string, high: string) => string,
): string {
  return interval ? write(scoreDifference(metric, interval.low), scoreDifference(metric, interval.high)) : NONE
}

/** Name of a metric with its unit, for the head of a column. */
export function metricHeading({ title, isFraction }: Metric): string {
  return capital(title) + (isFraction ? ', %' : '')
}

/** Four significant digits, or whole digits where there are more. */
export function significant(value: number): string {
  if (value === 0) return '0'
  if (!Number.isFinite(value)) return NONE
  const magnitude = Math.floor(Math.log10(Math.abs(value)))
  if (magnitude < -5) return value.toExponential(2).replaceAll('-', '−')
  return decimals(value, Math.min(8, Math.max(0, 3 - magnitude)))
}

/** A p value; what is too small to matter is shown as below a bound. */
export function pValue(p: number): string {
  if (p < 0.001) return '< 0.001'
  return p.toFixed(p < 0.1 ? 3 : 2)
}

/** A whole number with thin spaces between thousands. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** Seconds: `1.3 s`, `2 min 05 s`. */
export function seconds(value: number): string {
  if (value < 60) return `${value.toFixed(1)} s`
  const whole = Math.round(value)
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60).padStart(2, '0')} s`
}

/** The first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
