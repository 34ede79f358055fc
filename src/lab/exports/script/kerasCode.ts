/** Networks and their training as Keras code. */
import { kerasValue, snakeCase } from '../../../core/exports/kerasLayers.ts'
import { constraintCatalogue } from '../../../core/model/constraintCatalogue.ts'
import { layerRow } from '../../../core/model/layerCatalogue.ts'
import { regularizerCatalogue } from '../../../core/model/regularizerCatalogue.ts'
import type { Field, TypedField } from '../../../core/settings/field.ts'
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
import { call, Code, literal } from './python.ts'

/** One layer, e.g. `layers.Dense(60, activation="relu")`: required settings first, then what is not Keras's default. */
export function layerCode(layer: Layer): string {
  const row = layerRow(layer.type)
  const { className, fields = row.fields } = row.keras
  const positional: string[] = []
  const named: Record<string, unknown> = {}
  for (const [name, field] of Object.entries<Field>(fields)) {
    if (name === 'name') continue
    const value: unknown = layer[name as keyof Layer]
    if (field.kind === 'typed') named[snakeCase(name)] = typedCode(field, value as Typed | undefined)
    else if (field.required) positional.push(literal(kerasValue(field, value)))
    else named[snakeCase(name)] = unless(kerasValue(field, value), field.default)
  }
  return call(`layers.${className}`, positional, named)
}

type Typed = Initializer | Constraint | Regularizer

/** How weights begin or are held; nothing where it is the default. */
function typedCode({ catalogue, default: usual }: TypedField, value: Typed | undefined): Code | undefined {
  if (value === undefined || value.type === usual) return undefined
  if (catalogue === regularizerCatalogue) return regularizer(value as Regularizer)
  const place = catalogue === constraintCatalogue ? 'constraints' : 'initializers'
  const { type, ...rest } = value
  return new Code(call(`keras.${place}.${className(type)}`, [], snakeCased(rest)))
}

function unless<Value>(value: Value, usual: Value): Value | undefined {
  return value === usual ? undefined : value
}

/** `glorotUniform` is `GlorotUniform`. */
function className(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1)
}

function regularizer({ l1, l2 }: Regularizer): Code {
  return new Code(call('keras.regularizers.L1L2', [], { l1, l2 }))
}

function snakeCased(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]: [string, unknown]) => [snakeCase(key), value]))
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
