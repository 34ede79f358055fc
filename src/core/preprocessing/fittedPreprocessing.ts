import { DATE_PARTS, PART_VALUES } from '../dataset/dateParts.ts'
import type { DatePart } from '../dataset/dateParts.ts'

/** What preprocessing learned from the training rows of one fold: plain data, so that it can be saved and proved. */
export interface FittedPreprocessing {
  readonly columns: readonly FittedColumn[]
  /** Names of the columns of the matrix, in order. */
  readonly outputs: readonly string[]
}

/**
 * A number column: one output `(value - center) / scale`, and perhaps one that marks missing cells. A column of dates may have outputs
 * for the parts of the date, instead or beside.
 */
export interface FittedNumber {
  readonly kind: 'number'
  readonly name: string
  /** Stands in for a missing cell; `null` where nothing was missing in the dataset. */
  readonly fill: number | null
  readonly center: number
  readonly scale: number
  /** Whether an output of 0 and 1 follows that says which cells were missing. */
  readonly hasIndicator: boolean
  /** No training row had a value: the output is 0 for every row, for the network learns nothing of it. */
  readonly isEmpty: boolean
  /** Of dates: what of them is prepared, days as the number. Absent: the number alone. */
  readonly dateParts?: readonly DatePart[]
}

/** A category column: one output per level (`oneHot`) or one number (`ordinal`). */
export interface FittedCategory {
  readonly kind: 'oneHot' | 'ordinal'
  readonly name: string
  /** All levels of the dataset, and the fill value where it is a level of its own. */
  readonly levels: readonly string[]
  /** For each level its rank among those that training rows have; -1 where none has it. */
  readonly ranks: readonly number[]
  /** Index of the level that stands in for a missing cell; -1: missing cells stay without a level. */
  readonly fill: number
}

export type FittedColumn = FittedNumber | FittedCategory

/** How many columns of the matrix a fitted column fills. */
export function widthOf(column: FittedColumn): number {
  switch (column.kind) {
    case 'number':
      return column.dateParts ? numberOutputs(column).length : Number(column.hasIndicator) + 1
    case 'oneHot':
      return column.levels.length
    case 'ordinal':
      return 1
  }
}

/** One output of a number column: the scaled number, the mark of a missing cell, or a value of a part of a date. */
export type NumberOutput =
  | { readonly kind: 'value' }
  | { readonly kind: 'missing' }
  | { readonly kind: Exclude<DatePart, 'days'>; readonly value: number }

/** The outputs of a number column, in their order. A missing date has no month and no weekday. */
export function numberOutputs({
  hasIndicator,
  dateParts = ['days'],
}: Pick<FittedNumber, 'hasIndicator' | 'dateParts'>): readonly NumberOutput[] {
  return [
    ...(hasNumber({ dateParts }) ? [{ kind: 'value' as const }] : []),
    ...(hasIndicator ? [{ kind: 'missing' as const }] : []),
    ...DATE_PARTS.flatMap((part) => (part === 'days' || !dateParts.includes(part) ? [] : valuesOf(part))),
  ]
}

function valuesOf(kind: Exclude<DatePart, 'days'>): NumberOutput[] {
  return Array.from({ length: PART_VALUES[kind] }, (_, index) => ({ kind, value: index + 1 }))
}

/** Whether the number itself is prepared, and not parts of a date alone. */
export function hasNumber({ dateParts }: Pick<FittedNumber, 'dateParts'>): boolean {
  return dateParts?.includes('days') ?? true
}
