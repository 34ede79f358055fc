/** Small fits of every kind, on rows made up by a keyed draw: what each layer, optimizer, task and batch size is tried on. */
import type { Table, Task } from '../../core/dataset/table.ts'
import type { ActivationName, Candidate, Layer, Loss, ModelSpec, Optimizer } from '../../core/model/modelSpec.ts'
import { activationNames } from '../../core/model/activationNames.ts'
import { otherLayers } from '../../core/model/testing/exampleLayer.ts'
import { keyedNormals } from '../../core/random/keyedDraws.ts'
import { keyOf } from '../../core/random/keyedStream.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import { FeatureRows } from '../group/featureRows.ts'
import { classTargets, type FoldData } from '../group/foldData.ts'
import type { LaneRun } from '../group/laneRun.ts'
import type { BlockCheckpoint } from '../group/blockJob.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import { trainBlock } from '../group/trainBlock.ts'
import { planFits } from '../job/planFits.ts'
import { rowWeightsOf, hasRowWeights } from '../job/rowWeights.ts'
import { sonarJob } from './testJob.ts'

/** Odd numbers throughout: nothing is a multiple of the processor's vector length by luck. */
const ROWS = 61
const FEATURES = 7
const UNITS = 5

export interface FitCase {
  readonly name: string
  readonly task: Task
  readonly layers?: readonly Layer[]
  readonly training?: Partial<ModelSpec['training']>
}

const WEIGHTS = {
  useBias: true,
  kernelInitializer: { type: 'glorotUniform' },
  biasInitializer: { type: 'zeros' },
} as const
const AFFINE = { epsilon: 1e-3, center: true, scale: true } as const

/** A hidden dense layer. */
export function denseLayerSpec(changes: Partial<Layer & { type: 'dense' }> = {}): Layer {
  return { type: 'dense', name: 'hidden', units: UNITS, activation: 'tanh', ...WEIGHTS, ...changes }
}

const LAYERS: readonly Layer[] = [
  { type: 'dropout', name: 'dropout', rate: 0.3 },
  { type: 'gaussianNoise', name: 'noise', stddev: 0.2 },
  { type: 'gaussianDropout', name: 'gaussian', rate: 0.3 },
  { type: 'alphaDropout', name: 'alpha', rate: 0.2 },
  { type: 'batchNormalization', name: 'batch', momentum: 0.9, ...AFFINE },
  { type: 'layerNormalization', name: 'layer', ...AFFINE },
]
const MOMENTS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const
const OPTIMIZERS: Readonly<Record<string, Optimizer>> = {
  'plain sgd': { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
  'nesterov with weight decay': { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  'sgd clipped by global norm': { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false, globalClipNorm: 0.1 },
  adam: { type: 'adam', learningRate: 0.01, ...MOMENTS },
  'adam clipped by value': { type: 'adam', learningRate: 0.01, clipValue: 0.01, ...MOMENTS },
  adamw: { type: 'adamw', learningRate: 0.01, weightDecay: 0.01, ...MOMENTS },
  'rmsprop centered': { type: 'rmsprop', learningRate: 0.01, rho: 0.9, momentum: 0.5, epsilon: 1e-7, centered: true },
  adagrad: { type: 'adagrad', learningRate: 0.05, initialAccumulatorValue: 0.1, epsilon: 1e-7 },
}
const STOPPING = {
  monitor: 'loss',
  patience: 1,
  minDelta: 0.04,
  restoreBestWeights: true,
  validationFraction: 0.25,
} as const
const PLATEAU = {
  type: 'reduceOnPlateau',
  monitor: 'loss',
  factor: 0.5,
  patience: 1,
  minDelta: 0.05,
  cooldown: 0,
  minLearningRate: 0,
} as const
const LOSSES: readonly Loss[] = [{ type: 'meanAbsoluteError' }, { type: 'huber', delta: 0.5 }]

/** Wide enough that a lane may be alone in its block. */
const WIDE = denseLayerSpec({ units: 300 })
const WIDE_CASES: readonly FitCase[] = [
  { name: 'wide', task: 'multiclass', layers: [WIDE], training: { batchSize: 33 } },
  { name: 'wide with penalties', task: 'multiclass', layers: [constrainedLayer(300)], training: { batchSize: 33 } },
  {
    name: 'wide clipped by norm',
    task: 'multiclass',
    layers: [WIDE, { type: 'batchNormalization', name: 'batch', momentum: 0.9, ...AFFINE }],
    training: { batchSize: 33, optimizer: { type: 'adam', learningRate: 0.01, clipNorm: 0.1, ...MOMENTS } },
  },
]

/** Every kind of layer, activation, optimizer, task, loss, schedule and batch size, one at a time. */
export const FIT_CASES: readonly FitCase[] = [
  ...[...LAYERS, ...otherLayers([...LAYERS, denseLayerSpec(), activationLayer('relu')])].map((layer): FitCase => ({
    name: layer.type,
    task: 'binary',
    layers: [denseLayerSpec(), layer],
  })),
  ...activationNames.map((activation): FitCase => activationCase(activation)),
  ...Object.entries(OPTIMIZERS).map(([name, optimizer]): FitCase => ({
    name,
    task: 'binary',
    training: { optimizer },
  })),
  { name: 'multiclass', task: 'multiclass' },
  { name: 'multiclass with smooth labels', task: 'multiclass', training: { loss: smooth('categoricalCrossentropy') } },
  { name: 'binary with smooth labels', task: 'binary', training: { loss: smooth('binaryCrossentropy') } },
  { name: 'regression', task: 'regression' },
  ...LOSSES.map((loss): FitCase => ({ name: loss.type, task: 'regression', training: { loss } })),
  { name: 'balanced class weights', task: 'multiclass', training: { classWeight: 'balanced' } },
  { name: 'early stopping', task: 'binary', training: { earlyStopping: STOPPING, epochs: 6 } },
  { name: 'reduce on plateau', task: 'binary', training: { schedule: PLATEAU, epochs: 6 } },
  { name: 'penalties and constraints', task: 'binary', layers: [constrainedLayer()] },
  ...WIDE_CASES,
  { name: 'batches of 1', task: 'binary', training: { batchSize: 1, epochs: 1 } },
  ...[7, 16, 33].map((batchSize): FitCase => ({
    name: `batches of ${batchSize}`,
    task: 'binary',
    training: { batchSize },
  })),
]

function activationCase(activation: ActivationName): FitCase {
  return {
    name: activation,
    task: 'binary',
    layers: [denseLayerSpec(), activationLayer(activation)],
  }
}

function activationLayer(activation: ActivationName): Layer {
  return { type: 'activation', name: 'act', activation }
}

function smooth<Type extends 'binaryCrossentropy' | 'categoricalCrossentropy'>(type: Type) {
  return { type, labelSmoothing: 0.1 }
}

function constrainedLayer(units = UNITS): Layer {
  return denseLayerSpec({
    units,
    kernelConstraint: { type: 'maxNorm', maxValue: 0.8, axis: 0 },
    biasConstraint: { type: 'nonNeg' },
    kernelRegularizer: { type: 'l1l2', l1: 0.01, l2: 0.02 },
  })
}

const LOSS_OF: Readonly<Record<Task, Loss>> = {
  binary: { type: 'binaryCrossentropy', labelSmoothing: 0 },
  multiclass: { type: 'categoricalCrossentropy', labelSmoothing: 0 },
  regression: { type: 'meanSquaredError' },
}
const ACTIVATION_OF = { binary: 'sigmoid', multiclass: 'softmax', regression: 'linear' } as const

/** The case's network. */
export function caseSpec({ name, task, layers, training }: FitCase): ModelSpec {
  const units = task === 'multiclass' ? 3 : 1
  return {
    name,
    layers: [
      ...(layers ?? [denseLayerSpec()]),
      { type: 'output', name: 'output', units, activation: ACTIVATION_OF[task], ...WEIGHTS },
    ],
    training: {
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false },
      loss: LOSS_OF[task],
      epochs: 3,
      batchSize: 16,
      shuffle: true,
      ...training,
    },
  }
}

/** The same network at a tenth of the learning rate: another lane of the same program. */
function slower(spec: ModelSpec): ModelSpec {
  const { optimizer } = spec.training
  const training = { ...spec.training, optimizer: { ...optimizer, learningRate: optimizer.learningRate / 10 } }
  return { ...spec, training }
}

const FEATURE_VALUES = keyedNormals(keyOf(1, 'features'), ROWS * FEATURES)

function score(row: number): number {
  return (
    FEATURE_VALUES[row * FEATURES] - 0.5 * FEATURE_VALUES[row * FEATURES + 1] + 0.3 * FEATURE_VALUES[row * FEATURES + 2]
  )
}

function labelsOf(task: Task): Int32Array {
  const classes = task === 'multiclass' ? 3 : 2
  return Int32Array.from({ length: ROWS }, (_, row) => Math.max(0, Math.min(classes - 1, Math.floor(score(row) + 1))))
}

function foldData(task: Task): FoldData {
  const features = new FeatureRows(Float32Array.from(FEATURE_VALUES), FEATURES)
  const base = { features, width: FEATURES, targetScale: { mean: 0, scale: 1 } }
  if (task !== 'regression') return { ...base, ...classTargets(labelsOf(task), task, 3) }
  return { ...base, targets: Float32Array.from({ length: ROWS }, (_, row) => score(row)), outputs: 1 }
}

const TABLE: Table = {
  rows: ROWS,
  features: [],
  target: { kind: 'number', name: 'y', values: new Float64Array(ROWS) },
}

/**
 * Fits of a case: three folds, then the same three at a slower rate. Folds differ in size where the number of steps
 * allows it.
 */
export function caseFits(fitCase: FitCase): readonly FitPlan[] {
  const spec = caseSpec(fitCase)
  const isEven = spec.training.batchSize === 1
  const candidates = [spec, slower(spec)].map((one): Candidate => ({
    name: one.name,
    model: one.name,
    hyperparameters: {},
    spec: one,
  }))
  const job = sonarJob(candidates, {
    validation: { strategy: 'k-fold', folds: 3, repeats: 1, shuffle: true, testFraction: 0.25 },
    task: fitCase.task,
  })
  const table = isEven ? { ...TABLE, rows: ROWS - 1 } : TABLE
  const isClass = fitCase.task !== 'regression'
  return planFits(job, { table, ...(isClass && { labels: labelsOf(fitCase.task) }) })
}

export interface TrainOptions {
  /** Ends the training before this epoch (from 1). */
  readonly stopBefore?: number
  readonly from?: BlockCheckpoint
}

export interface Trained {
  readonly runs: readonly LaneRun[]
  /** Where it was stopped. */
  readonly checkpoint?: BlockCheckpoint
}

/** Trains `fits` as one block; runs come back in the order of `fits`. */
export async function trainFits(
  fitCase: FitCase,
  fits: readonly FitPlan[],
  engine: LaneEngine,
  { stopBefore, from }: TrainOptions = {},
): Promise<Trained> {
  const data = foldData(fitCase.task)
  const target = {
    task: fitCase.task,
    classes: ['a', 'b', 'c'].slice(0, classCount(fitCase.task)),
    ...labels(fitCase.task),
  }
  const done = new Map<FitPlan, LaneRun>()
  let checkpoint: BlockCheckpoint | undefined
  let epoch = from?.epoch ?? 0
  await trainBlock(
    {
      fits,
      foldOf: () => data,
      rowWeightsOf: (fit) => rowWeightsOf(TABLE, target, fit),
      isWeighted: hasRowWeights(TABLE, fits[0]),
      evalSize: 32,
      longestSegment: 8,
      keepsWeights: true,
      ...(from && { from }),
    },
    engine,
    {
      onEpoch: () => undefined,
      onFinished: (runs) => {
        for (const run of runs) done.set(run.fit, run)
      },
      onDiverged: () => undefined,
      mayGoOn: (store) => {
        if (++epoch !== stopBefore) return Promise.resolve(true)
        checkpoint = structuredClone(store())
        return Promise.resolve(false)
      },
    },
  )
  return { runs: fits.flatMap((fit) => done.get(fit) ?? []), ...(checkpoint && { checkpoint }) }
}

function classCount(task: Task): number {
  return task === 'regression' ? 0 : task === 'binary' ? 2 : 3
}

function labels(task: Task): { readonly labels?: Int32Array } {
  return task === 'regression' ? {} : { labels: labelsOf(task) }
}

/** What a fit came to, for comparing bits. */
export function resultOf({ history, outputs, weights, earlyStop, plateau }: LaneRun): unknown {
  return { history, outputs, weights, earlyStop, plateau }
}

/** The features of the rows a fit is judged by. */
export function heldOutFeatures({ test }: FitPlan): Float32Array {
  const rows = new Float32Array(test.length * FEATURES)
  test.forEach((row, i) => {
    rows.set(Float32Array.from(FEATURE_VALUES.subarray(row * FEATURES, (row + 1) * FEATURES)), i * FEATURES)
  })
  return rows
}
