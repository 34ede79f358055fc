import type { Sentinel } from './likelySentinel.ts'

/** Bars of equal width from `min` to `max`; at most 40. */
export interface Histogram {
  readonly min: number
  readonly max: number
  readonly counts: readonly number[]
}

/** How often one value occurs. */
export interface ValueCount {
  readonly value: string
  readonly count: number
}

/** A column of numbers; `null` where there are too few values. */
export interface NumberProfile {
  readonly kind: 'number'
  readonly count: number
  readonly distinct: number
  readonly min: number | null
  readonly q1: number | null
  readonly median: number | null
  readonly q3: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Sample standard deviation (n - 1). */
  readonly std: number | null
  readonly skew: number | null
  readonly isInteger: boolean
  /** Its smallest or largest value, where that seems to stand for "missing". */
  readonly sentinel?: Sentinel
  readonly histogram: Histogram | null
}

/** A column of words, booleans or text. */
export interface ValueProfile {
  readonly kind: 'values'
  readonly count: number
  readonly distinct: number
  /** The most frequent, at most 20. */
  readonly top: readonly ValueCount[]
  /** Values that look alike, each group with the most frequent first; at most 20 groups. */
  readonly lookAlikes?: readonly (readonly ValueCount[])[]
  /** Characters. */
  readonly meanLength: number
  readonly maxLength: number
}

/** A column of dates, ISO 8601 without a zone. */
export interface DateProfile {
  readonly kind: 'date'
  readonly count: number
  readonly distinct: number
  readonly min: string | null
  readonly max: string | null
}

export type ColumnProfile = NumberProfile | ValueProfile | DateProfile
