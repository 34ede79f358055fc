/** Trajectories that Keras made from fixed weights (`fixtures/reference/training.json`), as lane models and their values. */
import { readFileSync } from 'node:fs'
import type {
  ActivationName,
  Constraint,
  Initializer,
  Layer,
  Loss,
  ModelSpec,
  Optimizer,
  Regularizer,
  Schedule,
} from '../../core/model/modelSpec.ts'

export interface KerasCase {
  readonly name: string
  readonly task: 'binary' | 'multiclass' | 'regression'
  readonly optimizer: Record<string, unknown> & { type: Optimizer['type']; learningRate: number; schedule?: Schedule }
  readonly loss: Loss['type']
  readonly network: {
    activation?: string
    between?: 'batchNormalization' | 'layerNormalization'
    kernelConstraint?: Constraint
    kernelRegularizer?: Regularizer
  }
  readonly epochs: number
  readonly batchSize: number
  readonly fit: { class_weight?: Record<string, number> } | null
  readonly weights_before: (number[] | number[][])[]
  readonly history: Record<string, number[]>
  readonly predictions_after: number[][]
}

interface KerasReference {
  readonly x: number[][]
  readonly x_eval: number[][]
  readonly y: Readonly<Record<KerasCase['task'], number[]>>
  readonly cases: KerasCase[]
}

export const KERAS: KerasReference = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/training.json', import.meta.url), 'utf8'),
) as KerasReference

const DEFAULTS: Readonly<Record<Optimizer['type'], Readonly<Record<string, unknown>>>> = {
  sgd: { momentum: 0, nesterov: false },
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 },
  rmsprop: { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
  adagrad: { initialAccumulatorValue: 0.1, epsilon: 1e-7 },
}
const LOSS: Readonly<Record<string, Loss>> = {
  binaryCrossentropy: { type: 'binaryCrossentropy', labelSmoothing: 0 },
  categoricalCrossentropy: { type: 'categoricalCrossentropy', labelSmoothing: 0 },
  meanSquaredError: { type: 'meanSquaredError' },
  meanAbsoluteError: { type: 'meanAbsoluteError' },
  huber: { type: 'huber', delta: 1 },
}
const OUTPUT: Readonly<Record<KerasCase['task'], ActivationName>> = {
  binary: 'sigmoid',
  multiclass: 'softmax',
  regression: 'linear',
}
const ZEROS: Initializer = { type: 'zeros' }

/** The network of a case: two hidden layers of 9 and 5 units and an output. */
export function specOf(kerasCase: KerasCase): ModelSpec {
  const { network, task } = kerasCase
  const activation = (network.activation ?? 'relu').replace(/_(\w)/g, (_, letter: string) =>
    letter.toUpperCase(),
  ) as ActivationName
  const { schedule, ...optimizer } = kerasCase.optimizer
  const weights = { useBias: true, kernelInitializer: ZEROS, biasInitializer: ZEROS }
  const hidden = [9, 5].flatMap((units, i): Layer[] => [
    { type: 'dense', name: `dense_${i}`, units, activation, ...weights, ...pickConstraint(network) },
    ...between(network.between, i),
  ])
  return {
    name: kerasCase.name,
    layers: [
      ...hidden,
      { type: 'output', name: 'output', units: task === 'multiclass' ? 3 : 1, activation: OUTPUT[task], ...weights },
    ],
    training: {
      optimizer: { ...DEFAULTS[optimizer.type], ...optimizer } as unknown as Optimizer,
      loss: LOSS[kerasCase.loss],
      epochs: kerasCase.epochs,
      batchSize: kerasCase.batchSize,
      shuffle: false,
      ...(schedule && { schedule: { staircase: false, alpha: 0, ...schedule } as unknown as Schedule }),
      ...(kerasCase.fit?.class_weight && { classWeight: kerasCase.fit.class_weight }),
    },
  }
}

function pickConstraint({ kernelConstraint, kernelRegularizer }: KerasCase['network']) {
  return { ...(kernelConstraint && { kernelConstraint }), ...(kernelRegularizer && { kernelRegularizer }) }
}

function between(type: KerasCase['network']['between'], i: number): Layer[] {
  if (type === undefined) return []
  const layer = { name: `norm_${i}`, epsilon: 1e-3, center: true, scale: true }
  return [type === 'batchNormalization' ? { ...layer, type, momentum: 0.99 } : { ...layer, type }]
}
