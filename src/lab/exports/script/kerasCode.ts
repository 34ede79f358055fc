/** Networks and their training as Keras code. */
import { KERAS_ACTIVATIONS } from '../../../core/exports/kerasLayers.ts'
import type {
  Constraint,
  Initializer,
  Layer,
  Loss,
  ModelSpec,
  Optimizer,
  Regularizer,
  Schedule,
} from '../../../core/model/modelSpec.ts'
import { call, Code } from './python.ts'

/** One layer, e.g. `layers.Dense(60, activation="relu")`. */
export function layerCode(layer: Layer): string {
  const write = LAYERS[layer.type] as (layer: Layer) => string
  return write(layer)
}

const LAYERS: { readonly [Type in Layer['type']]: (layer: Layer & { readonly type: Type }) => string } = {
  dense,
  output: dense,
  dropout: ({ rate }) => `layers.Dropout(${String(rate)})`,
  gaussianNoise: ({ stddev }) => `layers.GaussianNoise(${String(stddev)})`,
  gaussianDropout: ({ rate }) => `layers.GaussianDropout(${String(rate)})`,
  alphaDropout: ({ rate }) => `layers.AlphaDropout(${String(rate)})`,
  activation: ({ activation }) => `layers.Activation("${KERAS_ACTIVATIONS[activation]}")`,
  batchNormalization: ({ momentum, epsilon, center, scale }) =>
    call('layers.BatchNormalization', [], {
      momentum: unless(momentum, 0.99),
      epsilon: unless(epsilon, 0.001),
      center: unless(center, true),
      scale: unless(scale, true),
    }),
  layerNormalization: ({ epsilon, center, scale }) =>
    call('layers.LayerNormalization', [], {
      epsilon: unless(epsilon, 0.001),
      center: unless(center, true),
      scale: unless(scale, true),
    }),
}

function dense(layer: Extract<Layer, { type: 'dense' | 'output' }>): string {
  return call('layers.Dense', [String(layer.units)], {
    activation: unless(KERAS_ACTIVATIONS[layer.activation], 'linear'),
    use_bias: unless(layer.useBias, true),
    kernel_initializer:
      layer.kernelInitializer.type === 'glorotUniform' ? undefined : initializer(layer.kernelInitializer),
    bias_initializer: layer.biasInitializer.type === 'zeros' ? undefined : initializer(layer.biasInitializer),
    kernel_constraint: layer.kernelConstraint && constraint(layer.kernelConstraint),
    bias_constraint: layer.biasConstraint && constraint(layer.biasConstraint),
    kernel_regularizer: layer.kernelRegularizer && regularizer(layer.kernelRegularizer),
    bias_regularizer: layer.biasRegularizer && regularizer(layer.biasRegularizer),
  })
}

function unless<Value>(value: Value, usual: Value): Value | undefined {
  return value === usual ? undefined : value
}

/** `glorotUniform` is `GlorotUniform`. */
function className(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1)
}

function initializer({ type, ...rest }: Initializer): Code {
  return new Code(call(`keras.initializers.${className(type)}`, [], snakeCased(rest)))
}

function constraint({ type, ...rest }: Constraint): Code {
  return new Code(call(`keras.constraints.${type === 'nonNeg' ? 'NonNeg' : className(type)}`, [], snakeCased(rest)))
}

function regularizer({ l1, l2 }: Regularizer): Code {
  return new Code(call('keras.regularizers.L1L2', [], { l1, l2 }))
}

function snakeCased(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]: [string, unknown]) => [
      key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
      value,
    ]),
  )
}

const OPTIMIZERS: Readonly<Record<Optimizer['type'], string>> = {
  sgd: 'SGD',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSprop',
  adagrad: 'Adagrad',
}
const OPTIMIZER_ARGUMENTS: Readonly<Record<string, string>> = {
  beta1: 'beta_1',
  beta2: 'beta_2',
  clipValue: 'clipvalue',
  clipNorm: 'clipnorm',
  globalClipNorm: 'global_clipnorm',
  weightDecay: 'weight_decay',
  initialAccumulatorValue: 'initial_accumulator_value',
}

/** The optimizer with its schedule, where that goes by steps. */
export function optimizerCode({ optimizer, schedule }: ModelSpec['training']): string {
  const { type, learningRate, ...rest } = optimizer
  const named = Object.fromEntries(
    Object.entries(rest).map(([key, value]: [string, unknown]) => [OPTIMIZER_ARGUMENTS[key] ?? key, value]),
  )
  const rate = (schedule && stepSchedule(schedule, learningRate)) ?? String(learningRate)
  return call(`keras.optimizers.${OPTIMIZERS[type]}`, [rate], named)
}

function stepSchedule(schedule: Schedule, rate: number): string | undefined {
  const begin = [String(rate)]
  switch (schedule.type) {
    case 'inverseTimeDecay':
    case 'exponentialDecay': {
      const name = `keras.optimizers.schedules.${className(schedule.type)}`
      const { decaySteps, decayRate, staircase } = schedule
      return call(name, begin, { decay_steps: decaySteps, decay_rate: decayRate, staircase })
    }
    case 'cosineDecay':
      return call('keras.optimizers.schedules.CosineDecay', begin, {
        decay_steps: schedule.decaySteps,
        alpha: schedule.alpha,
      })
    case 'stepDecay':
    case 'reduceOnPlateau':
      return undefined
  }
}

/** What is called back in every epoch: schedules that go by epochs, and early stopping. */
export function callbackCodes(
  { optimizer, schedule, earlyStopping }: ModelSpec['training'],
  accuracy: string,
): readonly string[] {
  const callbacks: string[] = []
  if (schedule?.type === 'stepDecay') {
    const rule = `lambda epoch, rate: ${String(optimizer.learningRate)} * ${String(schedule.factor)} ** (epoch // ${String(schedule.epochs)})`
    callbacks.push(`keras.callbacks.LearningRateScheduler(${rule})`)
  }
  if (schedule?.type === 'reduceOnPlateau')
    callbacks.push(
      call('keras.callbacks.ReduceLROnPlateau', [], {
        monitor: schedule.monitor === 'valLoss' ? 'val_loss' : 'loss',
        factor: schedule.factor,
        patience: schedule.patience,
        min_delta: schedule.minDelta,
        cooldown: schedule.cooldown,
        min_lr: schedule.minLearningRate,
      }),
    )
  if (earlyStopping)
    callbacks.push(
      call('keras.callbacks.EarlyStopping', [], {
        monitor: earlyStopping.monitor === 'loss' ? 'val_loss' : `val_${accuracy}`,
        mode: earlyStopping.monitor === 'loss' ? 'min' : 'max',
        patience: earlyStopping.patience,
        min_delta: earlyStopping.minDelta,
        restore_best_weights: earlyStopping.restoreBestWeights,
      }),
    )
  return callbacks
}

/** The loss. */
export function lossCode(loss: Loss): string {
  switch (loss.type) {
    case 'binaryCrossentropy':
    case 'categoricalCrossentropy':
      return call(`keras.losses.${className(loss.type)}`, [], { label_smoothing: unless(loss.labelSmoothing, 0) })
    case 'huber':
      return call('keras.losses.Huber', [], { delta: unless(loss.delta, 1) })
    case 'meanSquaredError':
    case 'meanAbsoluteError':
      return `keras.losses.${className(loss.type)}()`
  }
}
