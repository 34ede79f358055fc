import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Table, TableColumn } from '../dataset/table.ts'
import { encodeTarget } from '../preprocessing/encodeTarget.ts'
import type { EncodedTarget } from '../preprocessing/encodeTarget.ts'
import type { PreprocessingSpec } from '../preprocessing/preprocessingSpec.ts'
import { predictReference } from './predictReference.ts'
import type { PlainReferenceKind } from './predictReference.ts'
import { referenceFoldOf } from './referenceFoldOf.ts'
import type { ReferenceFold, ReferencePredictions } from './referenceFold.ts'

type Folds = readonly ReferencePredictions[]

interface Case {
  readonly name: string
  readonly classes: readonly string[] | null
  readonly scaled: boolean
  readonly test: readonly (readonly number[])[]
  readonly models: Readonly<
    Partial<Record<PlainReferenceKind, { readonly score: number; readonly predictions: Folds }>>
  >
}

const { cases } = JSON.parse(readFileSync('fixtures/reference/references.json', 'utf8')) as { cases: readonly Case[] }

const spec: PreprocessingSpec = {
  numeric: { impute: 'median', fillValue: 0, missingIndicator: false, scale: 'standard' },
  category: { impute: 'mostFrequent', fillValue: '', encode: 'oneHot' },
  target: 'standard',
}

/** A sample as a table, read by the simplest means: a column is of numbers where all its cells are. */
function tableOf(file: string, target: string | number, columns?: readonly string[]): Table {
  const lines = readFileSync(`resources/samples/${file}`, 'utf8').trim().split(/\r?\n/)
  const header = typeof target === 'number' ? undefined : lines.shift()?.split(',')
  const cells = lines.map((line) => line.split(','))
  const names = header ?? cells[0].map((_, index) => index)
  const at = names.indexOf(target as never)
  const kept = cells.filter((row) => row[at] !== '')
  const all = names.map((name, index) =>
    columnOf(
      String(name),
      kept.map((row) => row[index]),
    ),
  )
  const features = all.filter(({ name }, index) => index !== at && (columns?.includes(name) ?? true))
  return { rows: kept.length, features, target: all[at] }
}

function columnOf(name: string, cells: readonly string[]): TableColumn {
  const values = Float64Array.from(cells, (cell) => (cell === '' ? NaN : Number(cell)))
  if (cells.every((cell, row) => cell === '' || !Number.isNaN(values[row]))) return { kind: 'number', name, values }
  const levels = [...new Set(cells)].sort()
  return { kind: 'category', name, levels, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)) }
}

const OZONE = ['month', 'pressureHeight', 'windSpeed', 'humidity', 'visibility']
const tables: Readonly<Record<string, () => Table>> = {
  sonar: () => tableOf('sonar.csv', 60),
  'sonar, weighted': () => {
    const table = tableOf('sonar.csv', 60)
    return { ...table, weights: Float64Array.from({ length: table.rows }, (_, row) => (row % 4) / 2) }
  },
  vehicle: () => tableOf('vehicle.csv', 'Class'),
  pima: () => tableOf('pima-diabetes.csv', 'diabetes'),
  servo: () => tableOf('servo.csv', 'Class'),
  'servo, unscaled': () => tableOf('servo.csv', 'Class'),
  ozone: () => tableOf('ozone.csv', 'ozone', OZONE),
}

function trainRows(table: Table, { name, test }: Case, fold: number): Int32Array {
  const held = new Set(test[fold])
  const end = name === 'ozone' ? Math.min(...held) : table.rows
  return Int32Array.from(Array.from({ length: end }, (_, row) => row).filter((row) => !held.has(row)))
}

function worstDifference(ours: ReferencePredictions, theirs: ReferencePredictions): number {
  const numbers = (rows: ReferencePredictions) => (rows as readonly (number | readonly number[])[]).flat()
  const expected = numbers(theirs)
  const found = numbers(ours)
  expect(found).toHaveLength(expected.length)
  return Math.max(...found.map((value, index) => Math.abs(value - expected[index])))
}

function foldsOf(given: Case): readonly ReferenceFold[] {
  const table = tables[given.name]()
  const target: EncodedTarget = encodeTarget(table, given.classes ? undefined : 'regression')
  const numeric = { ...spec.numeric, scale: given.scaled ? ('standard' as const) : ('none' as const) }
  return given.test.map((rows, fold) =>
    referenceFoldOf(
      table,
      target,
      { ...spec, numeric },
      { train: trainRows(table, given, fold), test: Int32Array.from(rows) },
    ),
  )
}

describe.each(cases)('on $name', (given) => {
  const folds = foldsOf(given)

  it.each(kindsOf(given))('%s predicts what scikit-learn predicts', (kind, predictions) => {
    const worst = folds.map((fold, index) =>
      worstDifference(predictReference(kind, fold, { isTimeSeries: false }), predictions[index]),
    )
    expect(Math.max(...worst)).toBeLessThan(1e-6)
  })
})

function kindsOf({ models }: Case): (readonly [kind: PlainReferenceKind, predictions: Folds])[] {
  return Object.entries(models).map(([kind, { predictions }]) => [kind as PlainReferenceKind, predictions])
}
