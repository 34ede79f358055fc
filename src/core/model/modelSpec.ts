/**
 * One network with its training settings, as plain data: no sweeps left, no defaults left out.
 *
 * The experiment file may leave things out and sweep numbers; `core/experiment` resolves all of that
 * into this. Names are Keras's.
 */
import type { Layer } from './layerCatalogue.ts'

export type { ActivationName } from './activationName.ts'
export type { Layer, LayerType } from './layerCatalogue.ts'
export type { Constraint, Initializer, Regularizer } from './weightSettings.ts'

/** Learning rate over time; `step` is the optimizer's step, from 0, as in Keras. */
export type Schedule =
  | {
      readonly type: 'inverseTimeDecay'
      readonly decaySteps: number
      readonly decayRate: number
      readonly staircase: boolean
    }
  | {
      readonly type: 'exponentialDecay'
      readonly decaySteps: number
      readonly decayRate: number
      readonly staircase: boolean
    }
  | { readonly type: 'cosineDecay'; readonly decaySteps: number; readonly alpha: number }
  /** The rate is multiplied by `factor` every `epochs` epochs. */
  | { readonly type: 'stepDecay'; readonly epochs: number; readonly factor: number }
  | {
      readonly type: 'reduceOnPlateau'
      readonly monitor: 'loss' | 'valLoss'
      readonly factor: number
      readonly patience: number
      readonly minDelta: number
      readonly cooldown: number
      readonly minLearningRate: number
    }

interface OptimizerCommon {
  readonly learningRate: number
  readonly clipValue?: number
  readonly clipNorm?: number
  readonly globalClipNorm?: number
}
export type Optimizer = OptimizerCommon &
  (
    | { readonly type: 'sgd'; readonly momentum: number; readonly nesterov: boolean; readonly weightDecay?: number }
    | { readonly type: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
    | {
        readonly type: 'adamw'
        readonly beta1: number
        readonly beta2: number
        readonly epsilon: number
        readonly weightDecay: number
      }
    | {
        readonly type: 'rmsprop'
        readonly rho: number
        readonly momentum: number
        readonly epsilon: number
        readonly centered: boolean
      }
    | { readonly type: 'adagrad'; readonly initialAccumulatorValue: number; readonly epsilon: number }
  )

export type Loss =
  | { readonly type: 'binaryCrossentropy'; readonly labelSmoothing: number }
  | { readonly type: 'categoricalCrossentropy'; readonly labelSmoothing: number }
  | { readonly type: 'meanSquaredError' }
  | { readonly type: 'meanAbsoluteError' }
  | { readonly type: 'huber'; readonly delta: number }

export interface EarlyStopping {
  /** Watched on an inner part of the training rows, never on the held-out fold. */
  readonly monitor: 'loss' | 'accuracy'
  readonly patience: number
  readonly minDelta: number
  readonly restoreBestWeights: boolean
  /** Part of the training rows set aside to watch, stratified for classes. */
  readonly validationFraction: number
}

/** Weight of each class in the loss: by class label, or scikit-learn's `balanced`, computed from training rows. */
export type ClassWeight = 'balanced' | Readonly<Record<string, number>>

export interface TrainingSpec {
  readonly optimizer: Optimizer
  readonly loss: Loss
  readonly epochs: number
  readonly batchSize: number
  readonly shuffle: boolean
  readonly schedule?: Schedule
  readonly earlyStopping?: EarlyStopping
  readonly classWeight?: ClassWeight
  /** Beats the experiment's seed for weights, order of rows and noise; the splits stay. */
  readonly seed?: number
}

export interface ModelSpec {
  readonly name: string
  readonly layers: readonly Layer[]
  readonly training: TrainingSpec
}

/** One model of a sweep with its hyperparameters filled in. */
export interface Candidate {
  /** Unique in the run: the model's name, for a sweep followed by what was swept, e.g. `Hidden (dropout 0.2)`. */
  readonly name: string
  /** The model of the file it came from. */
  readonly model: string
  /** What was swept, by its `as` name or path in the model. Empty without a sweep. */
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
  readonly spec: ModelSpec
}
