import { isSweep, type Sweep, type SweepRange } from '../file/experimentFile.ts'
import { sweepLabel } from './sweepLabel.ts'

/** A sweep on one line, as a field shows it: `0.1, 0.2, 0.3`, or a range `0.1 … 0.5 × 5`, `0.001 … 1 × 4 log`. */
export function sweepText({ sweep }: Sweep<unknown>): string {
  if (Array.isArray(sweep)) return sweep.map(sweepLabel).join(', ')
  const { from, to, count, scale } = sweep as SweepRange
  return [`${from} … ${to}`, count !== undefined && `× ${count}`, scale === 'log' && 'log'].filter(Boolean).join(' ')
}

const NUMBER = '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?'
const RANGE = new RegExp(`^(${NUMBER})\\s*(?:…|\\.\\.\\.?)\\s*(${NUMBER})(?:\\s*[×x*]\\s*(\\d+))?(?:\\s+(log))?$`, 'i')

/** Reads {@link sweepText} back, for numbers. A sweep's `as` is kept. `undefined` where it says nothing that can be swept. */
export function parseSweepText(text: string, before?: unknown): Sweep<number> | undefined {
  const as = isSweep(before) ? before.as : undefined
  const named = as === undefined ? {} : { as }
  const range = RANGE.exec(text.trim())
  if (range) {
    const [, from, to, count, log] = range as unknown as [string, string, string, string?, string?]
    return {
      sweep: {
        from: Number(from),
        to: Number(to),
        ...(count !== undefined && { count: Number(count) }),
        ...(log !== undefined && { scale: 'log' as const }),
      },
      ...named,
    }
  }
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '')
  const values = parts.map(Number)
  if (values.length < 2 || values.some((value) => !Number.isFinite(value))) return undefined
  return new Set(values).size === values.length ? { sweep: values, ...named } : undefined
}
