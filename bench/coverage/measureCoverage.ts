/**
 * Simulates how often intervals and sets hold the truth: made-up data sets are cross-validated, held-out scores are kept as a run
 * keeps them, a model of all rows predicts new rows, and the share of them inside is counted.
 */
import { KeyedStream, keyOf } from '../../src/core/random/keyedStream.ts'
import { predictLogistic } from '../../src/core/references/logisticRegression.ts'
import type { Matrix, ReferenceTarget } from '../../src/core/references/referenceFold.ts'
import { predictRidge } from '../../src/core/references/ridgeRegression.ts'
import { mean, sampleStd } from '../../src/core/statistics/descriptive.ts'
import {
  classScore,
  conformalQuantile,
  predictionInterval,
  predictionSet,
  residualScore,
} from '../../src/core/statistics/conformal.ts'
import type { Measurement } from '../measurement.ts'

interface Setting {
  readonly name: string
  readonly rows: number
  readonly classes: 0 | 2 | 3
  /** Noise of a row, by its first feature. */
  readonly noise: (feature: number) => number
}

const DATA_SETS = 1000
const NEW_ROWS = 50
const WIDTH = 4
const FOLDS = 10
const LEVEL = 0.9
const SETTINGS: readonly Setting[] = [
  { name: 'numbers, 60 rows', rows: 60, classes: 0, noise: () => 1 },
  { name: 'numbers, 200 rows', rows: 200, classes: 0, noise: () => 1 },
  { name: 'numbers, 200 rows, uneven noise', rows: 200, classes: 0, noise: (feature) => 0.2 + Math.abs(feature) },
  { name: 'two classes, 200 rows', rows: 200, classes: 2, noise: () => 1 },
  { name: 'three classes, 200 rows', rows: 200, classes: 3, noise: () => 1 },
]

/** Share of new rows inside, in percent, where 90 % is asked for, with its standard error over data sets. */
export function measureCoverage(dataSets = DATA_SETS): Promise<Measurement[]> {
  return Promise.resolve(SETTINGS.map((setting) => measure(setting, dataSets)))
}

function measure(setting: Setting, dataSets: number): Measurement {
  const begun = performance.now()
  const shares = Array.from({ length: dataSets }, (_, at) => 100 * coverageOf(setting, at))
  const error = sampleStd(shares) / Math.sqrt(dataSets)
  return {
    name: `coverage: ${setting.name}`,
    seconds: (performance.now() - begun) / 1000,
    notes: { asked: 100 * LEVEL, inside: mean(shares), '±': error },
  }
}

/** The share of new rows of one made-up data set whose truth is inside. */
function coverageOf(setting: Setting, at: number): number {
  const random = new KeyedStream(keyOf(7, 'coverage', setting.name, at))
  const all = madeUp(setting, setting.rows + NEW_ROWS, random)
  const known = Array.from({ length: setting.rows }, (_, row) => row)
  const scores = Array.from({ length: FOLDS }, (_, fold) => {
    const test = known.filter((row) => row % FOLDS === fold)
    const predicted = predict(setting, all, known.filter((row) => row % FOLDS !== fold), test) // oxfmt-ignore
    return test.map((row, index) => scoreOf(setting, all.truth[row], predicted[index]))
  }).flat()
  const quantile = conformalQuantile(scores, LEVEL)
  const fresh = Array.from({ length: NEW_ROWS }, (_, index) => setting.rows + index)
  const predicted = predict(setting, all, known, fresh)
  const inside = fresh.filter((row, index) => isInside(setting, all.truth[row], predicted[index], quantile))
  return inside.length / NEW_ROWS
}

interface MadeUp {
  /** `[row * WIDTH + column]` */
  readonly features: Float64Array
  readonly truth: Float64Array
}

/** A bent relation that neither model can follow exactly: coverage must hold for wrong models too. */
function madeUp({ classes, noise }: Setting, rows: number, random: KeyedStream): MadeUp {
  const features = Float64Array.from({ length: rows * WIDTH }, () => normal(random))
  const truth = Float64Array.from({ length: rows }, (_, row) => {
    const [a, b, c] = features.subarray(row * WIDTH, (row + 1) * WIDTH)
    const value = a + Math.sin(2 * b) + 0.5 * c * c + noise(a) * normal(random)
    return classes === 0 ? value : Math.min(classes - 1, Math.max(0, Math.floor(value + classes / 2 - 0.5)))
  })
  return { features, truth }
}

function normal(random: KeyedStream): number {
  return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble())
}

function predict(
  { classes }: Setting,
  { features, truth }: MadeUp,
  train: readonly number[],
  test: readonly number[],
): readonly (number | readonly number[])[] {
  const values = Float64Array.from(train, (row) => truth[row])
  const target: ReferenceTarget =
    classes === 0
      ? { kind: 'values', values }
      : { kind: 'classes', labels: Int32Array.from(values), classes, isBinary: classes === 2 }
  const fold = { train: matrixOf(features, train), test: matrixOf(features, test), target }
  return classes === 0 ? predictRidge(fold) : predictLogistic(fold)
}

function matrixOf(features: Float64Array, rows: readonly number[]): Matrix {
  const values = new Float64Array(rows.length * WIDTH)
  rows.forEach((row, at) => values.set(features.subarray(row * WIDTH, (row + 1) * WIDTH), at * WIDTH))
  return { values, rows: rows.length, width: WIDTH }
}

function scoreOf({ classes }: Setting, truth: number, predicted: number | readonly number[]): number {
  return classes === 0 ? residualScore(truth, Number(predicted)) : classScore(truth, probabilitiesOf(predicted))
}

function isInside(
  { classes }: Setting,
  truth: number,
  predicted: number | readonly number[],
  quantile: number,
): boolean {
  if (classes > 0) return predictionSet(probabilitiesOf(predicted), quantile).includes(truth)
  const [low, high] = predictionInterval(Number(predicted), quantile)
  return truth >= low && truth <= high
}

function probabilitiesOf(predicted: number | readonly number[]): readonly number[] {
  return typeof predicted === 'number' ? [1 - predicted, predicted] : predicted
}
