/** A made-up run in which nothing is wrong, for tests and the bench: what a calibrated model of moderate skill would give. */
import type { NumberColumn, Table } from '../../dataset/table.ts'
import { metricOrPlain } from '../../metrics/primaryMetric.ts'
import { scoreBinary } from '../../metrics/scoreBinary.ts'
import type { Candidate } from '../../model/modelSpec.ts'
import { Mt19937 } from '../../random/mt19937.ts'
import type { CheckInput } from '../checks/check.ts'
import type { CheckedFit } from '../checks/checkedFit.ts'
import { explainedFits } from '../explainedFits.ts'
import type { FitExplanation } from '../explanation.ts'
import { permutationImportance } from '../permutationImportance.ts'
import { heldOutOf } from '../heldOut.ts'
import type { StoredPredictions } from '../heldOut.ts'

const ROWS = 400
const FEATURES = 6
const FOLDS = 10
const EPOCHS = 60
const UNITS = 8

/** What of a clean run may be made otherwise. */
export interface CleanOptions {
  readonly seed: number
  readonly rows?: number
}

const WEIGHTS = {
  useBias: true,
  kernelInitializer: { type: 'glorotUniform' },
  biasInitializer: { type: 'zeros' },
} as const

const CANDIDATE: Candidate = {
  name: 'Model',
  model: 'Model',
  hyperparameters: {},
  spec: {
    name: 'Model',
    layers: [
      { type: 'dense', name: 'dense1', units: UNITS, activation: 'relu', ...WEIGHTS },
      { type: 'output', name: 'output', units: 1, activation: 'sigmoid', ...WEIGHTS },
    ],
    training: {
      optimizer: { type: 'sgd', learningRate: 0.05, momentum: 0, nesterov: false },
      loss: { type: 'binaryCrossentropy', labelSmoothing: 0 },
      epochs: EPOCHS,
      batchSize: 32,
      shuffle: true,
    },
  },
}

/** A run of two classes whose probabilities are right, on independent features that all matter; its folds are random. */
export function cleanInput({ seed, rows = ROWS }: CleanOptions): CheckInput & { readonly table: Table } {
  const random = new Mt19937(seed)
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble())
  const features = Array.from({ length: FEATURES }, (_, index): NumberColumn => ({
    kind: 'number',
    name: `x${String(index)}`,
    values: Float64Array.from({ length: rows }, normal),
  }))
  const logits = Array.from({ length: rows }, (_, row) =>
    features.reduce((sum, { values }) => sum + 0.9 * values[row], 0),
  )
  const probabilities = logits.map((logit) => 1 / (1 + Math.exp(-logit)))
  const labels = probabilities.map((probability) => Number(random.nextDouble() < probability))
  const table: Table = {
    rows,
    features,
    target: { kind: 'category', name: 'y', levels: ['no', 'yes'], codes: Int32Array.from(labels) },
  }
  const order = random.permutation(rows)
  const folds = Array.from({ length: FOLDS }, (_, fold) => [...order].filter((_row, place) => place % FOLDS === fold))
  const stored = folds.map((held, fold) => storedFold(fold, held, probabilities))
  const fits = folds.map((held, fold) => ({
    ...checkedFold(fold, held, labels, probabilities, normal),
    explanation: explanationOf(fold, seed),
  }))
  const importance = permutationImportance(explainedFits({ fits }))
  const scores = fits.map((fit) => fit.scores['accuracy'] ?? null)
  const mean = fits.reduce((sum, fit) => sum + (fit.scores['accuracy'] ?? 0), 0) / FOLDS
  return {
    task: 'binary',
    classes: ['no', 'yes'],
    ranking: metricOrPlain('accuracy'),
    candidate: CANDIDATE,
    position: 0,
    siblings: [{ ...CANDIDATE, folds: scores, mean }],
    fits,
    heldOut: heldOutOf({ task: 'binary', classes: ['no', 'yes'], truth: labels }, stored),
    table,
    strategy: 'stratified-k-fold',
    dateColumns: [],
    isUntouched: false,
    ...(importance && { importance }),
  }
}

/** What the model of a fold says: every column matters about alike, few units are without use, no norm is at its bound. */
function explanationOf(fold: number, seed: number): FitExplanation {
  const random = new Mt19937(1000 * seed + fold)
  const between = (low: number, high: number): number => low + (high - low) * random.nextDouble()
  const columns = Array.from({ length: FEATURES }, (_, index) => ({
    names: [`x${String(index)}`],
    drop: between(-0.02, 0.12),
    rise: between(0, 0.12),
  }))
  const idle = Array.from({ length: UNITS }, () => random.nextDouble()).filter((share) => share < 0.08).length
  return {
    importance: { metric: 'accuracy', loss: 'logLoss', shuffles: 5, columns },
    layers: [
      {
        name: 'dense1',
        type: 'dense',
        units: UNITS,
        idle,
        norm: { mean: between(1.5, 2), max: between(2.75, 3) },
        limit: { maxValue: 3, units: Math.round(between(0, 3)) },
      },
      { name: 'output', type: 'output', units: 1, norm: { mean: 2, max: 2 } },
    ],
  }
}

function storedFold(fold: number, rows: readonly number[], probabilities: readonly number[]): StoredPredictions {
  return { repeat: 0, fold, predictions: { rows, values: rows.map((row) => probabilities[row]) } }
}

/** Curves that settle: held-out loss a little above training loss, both with noise. */
function checkedFold(
  fold: number,
  rows: readonly number[],
  labels: readonly number[],
  probabilities: readonly number[],
  normal: () => number,
): CheckedFit {
  const scores = scoreBinary(
    rows.map((row) => labels[row]),
    rows.map((row) => probabilities[row]),
  )
  const end = scores['logLoss'] ?? 0.5
  const accuracy = scores['accuracy'] ?? 0.5
  const settling = (to: number, noise: number): number[] =>
    Array.from({ length: EPOCHS }, (_, epoch) => to + (0.7 - to) * Math.exp(-epoch / 8) + noise * normal())
  return {
    repeat: 0,
    fold,
    isDiverged: false,
    scores,
    history: {
      loss: settling(end - 0.02, 0.004),
      valLoss: settling(end, 0.006),
      accuracy: Array.from({ length: EPOCHS }, () => accuracy + 0.01 + 0.005 * normal()),
      valAccuracy: Array.from({ length: EPOCHS }, () => accuracy),
    },
    epochs: EPOCHS,
    trainRows: labels.length - rows.length,
    testRows: rows.length,
  }
}
