import type { NumberColumn } from '../dataset/table.ts'
import { HoldoutError } from '../errors.ts'
import type { NumericPreprocessing } from './preprocessingSpec.ts'
import type { ColumnSurvey } from './columnWork.ts'
import type { Scaling } from './columnStatistics.ts'
import {
  maxAbsScaling,
  meanOf,
  medianOf,
  minMaxScaling,
  mostFrequentOf,
  robustScaling,
  scalingByMoments,
  standardScaling,
} from './columnStatistics.ts'
import type { FittedNumber } from './fittedPreprocessing.ts'

type Statistic = (values: Float64Array) => number

const IMPUTERS: Readonly<Record<Exclude<NumericPreprocessing['impute'], 'constant' | 'none'>, Statistic>> = {
  median: medianOf,
  mean: meanOf,
  mostFrequent: mostFrequentOf,
}

const SCALERS: Readonly<Record<NumericPreprocessing['scale'], (values: Float64Array) => Scaling>> = {
  standard: standardScaling,
  minmax: minMaxScaling,
  robust: robustScaling,
  maxabs: maxAbsScaling,
  none: () => ({ center: 0, scale: 1 }),
}

/**
 * Fits a number column on the training rows: the fill value of what is there, then the scaling of what is filled.
 *
 * @param scratch as many numbers as there are training rows, for what is picked: of many rows and columns each would take its own
 * @param survey of the column by {@link largestOf}, where there is one
 * @throws HoldoutError `preprocessing/missing-values` where cells are missing and `impute` is `none`,
 *   `preprocessing/not-finite` for infinite cells, `preprocessing/too-large` for numbers that cannot be computed with.
 */
export function fitNumber(
  column: NumberColumn,
  spec: NumericPreprocessing,
  trainRows: Int32Array,
  scratch = new Float64Array(trainRows.length),
  survey?: ColumnSurvey,
): FittedNumber {
  if (survey?.oddCells === 0 && spec.scale === 'standard') return fitBySurvey(column, survey, trainRows.length)
  const missing = survey?.oddCells === 0 ? 0 : countMissing(column, largestOf(spec))
  if (missing > 0 && spec.impute === 'none') throw missingValues(column.name, missing)
  const hasIndicator = spec.missingIndicator && missing > 0
  const picked = pickValues(column.values, trainRows, scratch)
  const present = missing === 0 ? picked : picked.filter((value) => !Number.isNaN(value))
  const { dateParts } = column
  const common = commonOf(column, hasIndicator)
  if (present.length === 0 && spec.impute !== 'constant') {
    return { ...common, fill: 0, center: 0, scale: 1, isEmpty: true }
  }
  const fill = missing === 0 ? null : fillValue(spec, present)
  const filled = fill === null ? picked : picked.map((value) => (Number.isNaN(value) ? fill : value))
  const scaling = dateParts && spec.scale === 'none' ? daysSinceFirst(filled) : SCALERS[spec.scale](filled)
  return { ...common, fill, ...scaling, isEmpty: false }
}

/** A column without missing cells. */
function fitBySurvey(column: NumberColumn, { moments }: ColumnSurvey, count: number): FittedNumber {
  const scaling = scalingByMoments(moments, count)
  return { ...commonOf(column, false), fill: null, ...scaling, isEmpty: false }
}

// The order of fields is part of a fold's fingerprint.
function commonOf({ name, dateParts }: NumberColumn, hasIndicator: boolean) {
  return { kind: 'number', name, hasIndicator, ...(dateParts && { dateParts }) } as const
}

/** Dates of which parts were chosen count from the first training row's, where they are not scaled otherwise. */
function daysSinceFirst(values: Float64Array): Scaling {
  return { center: minMaxScaling(values).center, scale: 1 }
}

function fillValue(spec: NumericPreprocessing, present: Float64Array): number | null {
  if (spec.impute === 'none') return null
  return spec.impute === 'constant' ? spec.fillValue : IMPUTERS[spec.impute](present)
}

// A plain loop: `Float64Array.from` with a function takes ten times as long, and this runs for every column and fold.
function pickValues(values: Float64Array, rows: Int32Array, picked: Float64Array): Float64Array {
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]]
  return picked
}

/** Scaling adds up squares, which beyond this exceed what a number can hold. */
const LARGEST_SCALED = 1e150
/** A network computes in single precision. */
const LARGEST_SINGLE = 3e38

/** The largest magnitude that a cell may have. */
export function largestOf({ scale }: NumericPreprocessing): number {
  return scale === 'none' ? LARGEST_SINGLE : LARGEST_SCALED
}

function countMissing({ name, values }: NumberColumn, largest: number): number {
  let missing = 0
  let beyond = 0
  let infinite = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (Math.abs(value) <= largest) continue
    if (Number.isNaN(value)) missing++
    else {
      beyond++
      if (!Number.isFinite(value)) infinite++
    }
  }
  if (infinite > 0) throw notFinite(name, infinite)
  if (beyond > 0) throw tooLarge(name, beyond, largest)
  return missing
}

function missingValues(name: string, missing: number): HoldoutError {
  return new HoldoutError(
    'preprocessing/missing-values',
    `column ${JSON.stringify(name)} has ${missing} missing cell${missing === 1 ? '' : 's'}: expected none, since \`impute\` is \`none\``,
    {
      hint: 'Set `preprocessing.numeric.impute` to `median`, or give the column the role `ignore`.',
      path: 'preprocessing.numeric.impute',
    },
  )
}

function tooLarge(name: string, count: number, largest: number): HoldoutError {
  return new HoldoutError(
    'preprocessing/too-large',
    `column ${JSON.stringify(name)} has ${count} number${count === 1 ? '' : 's'} beyond ±${largest}: expected none that large`,
    { hint: 'Write them in a larger unit, as a logarithm, or give the column the role `ignore`.' },
  )
}

function notFinite(name: string, count: number): HoldoutError {
  return new HoldoutError(
    'preprocessing/not-finite',
    `column ${JSON.stringify(name)} has ${count} infinite cell${count === 1 ? '' : 's'}: expected finite numbers`,
    { hint: 'Read infinity as missing (`dataset.missing`), or give the column the role `ignore`.' },
  )
}
