import { likelySentinel } from './likelySentinel.ts'
import type { Histogram, NumberProfile } from './profile.ts'
import { sortedValues } from './sortByValue.ts'

const BINS = 40

const EMPTY: NumberProfile = {
  kind: 'number',
  count: 0,
  distinct: 0,
  min: null,
  q1: null,
  median: null,
  q3: null,
  max: null,
  mean: null,
  std: null,
  skew: null,
  isInteger: false,
  histogram: null,
}

/** Profile of a column of numbers, NaN where missing; exact, `null` where a figure overflows or has too few values. */
export function profileNumbers(values: Float64Array): NumberProfile {
  const sorted = sortedValues(values)
  const count = sorted.length
  if (count === 0) return EMPTY
  const [min, max] = [sorted[0], sorted[count - 1]]
  const distinct = countDistinct(sorted)
  const sentinel = likelySentinel(sorted)
  return {
    kind: 'number',
    count,
    distinct,
    min,
    q1: finite(quantile(sorted, 0.25)),
    median: finite(quantile(sorted, 0.5)),
    q3: finite(quantile(sorted, 0.75)),
    max,
    ...moments(sorted),
    isInteger: sorted.every((value) => Number.isInteger(value)),
    ...(sentinel && { sentinel }),
    histogram: histogramOf(sorted, distinct),
  }
}

/** How many different values there are among sorted ones. */
export function countDistinct(sorted: Float64Array): number {
  let distinct = Math.min(1, sorted.length)
  for (let at = 1; at < sorted.length; at++) if (sorted[at] !== sorted[at - 1]) distinct++
  return distinct
}

/** Between neighbours in proportion, as numpy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)]
  const above = sorted[Math.ceil(place)]
  return below + (above - below) * (place % 1)
}

/** In two passes, so that a large mean costs no digits; the skewness is the one adjusted for the sample's size (G1). */
function moments(values: Float64Array): Pick<NumberProfile, 'mean' | 'std' | 'skew'> {
  const n = values.length
  const rough = meanOff(values, 0)
  const mean = rough + meanOff(values, rough)
  let squares = 0
  let cubes = 0
  for (let at = 0; at < n; at++) {
    const off = values[at] - mean
    squares += off * off
    cubes += off * off * off
  }
  const adjusted = Math.sqrt(n * (n - 1)) / (n - 2)
  return {
    mean: finite(mean),
    std: n < 2 ? null : finite(Math.sqrt(squares / (n - 1))),
    skew: n < 3 || squares === 0 ? null : finite((adjusted * (cubes / n)) / (squares / n) ** 1.5),
  }
}

function meanOff(values: Float64Array, from: number): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at] - from
  return sum / values.length
}

/** As many bars as there are values, for few values; else 40. */
function histogramOf(sorted: Float64Array, distinct: number): Histogram | null {
  const [min, max] = [sorted[0], sorted[sorted.length - 1]]
  if (!Number.isFinite(max - min)) return null
  const bins = min === max ? 1 : Math.min(BINS, distinct)
  const width = (max - min) / bins
  const counts = new Array<number>(bins).fill(0)
  for (let at = 0; at < sorted.length; at++) {
    counts[width === 0 ? 0 : Math.min(bins - 1, Math.floor((sorted[at] - min) / width))]++
  }
  return { min, max, counts }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
