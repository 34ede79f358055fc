import { thinned } from '../../../core/run/foldFan.ts'

interface SparkBox {
  readonly width: number
  readonly height: number
  /** Values at the lower and the upper edge. */
  readonly low: number
  readonly high: number
  /** Values that the whole width stands for: a curve that is not finished ends before the right edge. */
  readonly length: number
}

const MOST_POINTS = 24

/** A curve so small that it needs no axes, as an SVG path. What is not finite is a gap; values beyond the edges stay on them. */
export function sparkPath(values: readonly number[], { width, height, low, high, length }: SparkBox): string {
  const span = high - low || 1
  const last = Math.max(1, length - 1)
  let isDrawing = false
  const steps = thinned(values.length, MOST_POINTS).map((at) => {
    const value = values[at]
    if (!Number.isFinite(value)) {
      isDrawing = false
      return ''
    }
    const share = Math.min(1, Math.max(0, (value - low) / span))
    const step = `${isDrawing ? 'L' : 'M'}${rounded((at / last) * width)} ${rounded((1 - share) * height)}`
    isDrawing = true
    return step
  })
  return steps.join('')
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}
