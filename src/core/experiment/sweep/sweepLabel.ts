import { isRecord } from '../file/experimentFile.ts'

/** A swept value as names show it: `0.2`, `relu`, `maxNorm maxValue=3`. The same value gives the same text always. */
export function sweepLabel(value: unknown): string {
  if (typeof value === 'string') return value
  if (!isRecord(value)) return JSON.stringify(value)
  const { type, ...rest } = value
  const fields = Object.entries(rest).map(([key, field]) => `${key}=${sweepLabel(field)}`)
  return [...(typeof type === 'string' ? [type] : []), ...fields].join(' ')
}
