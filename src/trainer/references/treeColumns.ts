import type { CategoryColumn, NumberColumn, Table, TableColumn } from '../../core/dataset/table.ts'
import { standardScaling } from '../../core/preprocessing/columnStatistics.ts'
import type { Scaling } from '../../core/preprocessing/columnStatistics.ts'

/** Features as the tree library takes them, under names of their own. */
export interface TreeColumns {
  /** A missing number is `NaN`, a missing category the empty text. */
  readonly train: Readonly<Record<string, readonly number[] | readonly string[]>>
  /** What is missing is `null`. */
  readonly test: Readonly<Record<string, readonly (number | string | null)[]>>
}

/**
 * The raw features of the rows of a fold: categories and missing cells stay as they are, since trees can tell them apart.
 * Numbers are standardized by the training rows, which changes no tree but keeps large ones within single precision.
 */
export function treeColumns({ features }: Table, train: Int32Array, test: Int32Array): TreeColumns {
  const columns = features.map((feature, index) => ({ name: `f${String(index)}`, ...oneColumn(feature, train, test) }))
  return {
    train: Object.fromEntries(columns.map((column) => [column.name, column.train])),
    test: Object.fromEntries(columns.map((column) => [column.name, column.test])),
  }
}

function oneColumn(feature: TableColumn, train: Int32Array, test: Int32Array) {
  return feature.kind === 'number' ? numbers(feature, train, test) : categories(feature, train, test)
}

function numbers({ values }: NumberColumn, train: Int32Array, test: Int32Array) {
  const scaling = scalingOf(Float64Array.from(train, (row) => values[row]))
  const scaled = (row: number) => inSinglePrecision((values[row] - scaling.center) / scaling.scale)
  return {
    train: Array.from(train, scaled),
    test: Array.from(test, (row) => (Number.isNaN(values[row]) ? null : scaled(row))),
  }
}

/** Scaling by what is there. */
export function scalingOf(values: Float64Array): Scaling {
  const present = values.filter((value) => !Number.isNaN(value))
  return present.length === 0 ? { center: 0, scale: 1 } : standardScaling(present)
}

const LARGEST_SINGLE = 3e38

function inSinglePrecision(value: number): number {
  return Math.max(-LARGEST_SINGLE, Math.min(LARGEST_SINGLE, value))
}

/** Levels go by their number, so that no text of the data can mean something else to the library. */
function categories({ codes }: CategoryColumn, train: Int32Array, test: Int32Array) {
  const level = (row: number) => `l${String(codes[row])}`
  return {
    train: Array.from(train, (row) => (codes[row] < 0 ? '' : level(row))),
    test: Array.from(test, (row) => (codes[row] < 0 ? null : level(row))),
  }
}
