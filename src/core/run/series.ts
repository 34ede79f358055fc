/**
 * A sequence of numbers that only grows, shared between the states of a run.
 *
 * Behaves as an immutable value: `length` says how much of `buffer` belongs to it. Appending to the newest
 * value writes behind everybody's `length` and costs what is appended; appending to an older one copies first.
 */
export interface Series {
  readonly buffer: number[]
  readonly length: number
}

/** A series of these numbers, which are not copied and must not be written to any more. */
export function seriesOf(values: readonly number[]): Series {
  return { buffer: values as number[], length: values.length }
}

/** `series` cut or kept to `fromIndex`, with `values` after it. Where numbers are missing in between, NaN stands. */
export function extendSeries(series: Series | undefined, fromIndex: number, values: readonly number[]): Series {
  if (!series) return extendSeries({ buffer: [], length: 0 }, fromIndex, values)
  // A replay tells what is known already; what comes after it stays.
  if (fromIndex + values.length <= series.length) return series
  const buffer = series.buffer.length === series.length ? series.buffer : series.buffer.slice(0, series.length)
  for (let index = series.length; index < fromIndex; index += 1) buffer.push(NaN)
  for (let index = Math.max(series.length, fromIndex); index < fromIndex + values.length; index += 1) {
    buffer.push(values[index - fromIndex])
  }
  return { buffer, length: buffer.length }
}

/** The numbers as an array of their own. */
export function seriesValues(series: Series): number[] {
  return series.buffer.slice(0, series.length)
}
