/** Keras's optimizers, one variable at a time, on stacked weights; every number is per lane. */
import type { Optimizer } from '../../core/model/modelSpec.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import type { LaneNumbers } from './constraints.ts'
import { inverseRoot } from './inverseRoot.ts'

/** One update: new weights and new slots (same names as the slots given). */
export interface Update {
  readonly weights: Tensor
  readonly slots: Readonly<Record<string, Tensor>>
}

interface UpdateInput {
  readonly weights: Tensor
  /** With respect to the weights; times the learning rate already where `foldsRate` says so. */
  readonly gradient: Tensor
  readonly isScaled: boolean
  readonly slots: Readonly<Record<string, Tensor>>
  /** Learning rate of this step, `[lanes, 1, 1]`; for Adam already corrected for bias (`adamRate`). */
  readonly rate: Tensor
  readonly numbers: LaneNumbers
}

/** No slots, no numbers. */
const NONE: Readonly<Record<string, never>> = {}

interface OptimizerProgram<Kind extends Optimizer> {
  /** Slots per variable with their initial value. */
  slots(optimizer: Kind): Readonly<Record<string, number>>
  /** Numbers that may differ from lane to lane. */
  numbers(optimizer: Kind): Readonly<Record<string, number>>
  update(optimizer: Kind, input: UpdateInput): Update
}

type OfType<Type extends Optimizer['type']> = Optimizer & { readonly type: Type }

const sgd: OptimizerProgram<OfType<'sgd'>> = {
  slots: ({ momentum }) => (momentum > 0 ? { momentum: 0 } : NONE),
  numbers: ({ momentum }) => (momentum > 0 ? { momentum } : NONE),
  update({ momentum, nesterov }, { weights, gradient, isScaled, slots, rate, numbers }) {
    const descent = isScaled ? gradient : tf.mul(rate, gradient)
    if (momentum === 0) return { weights: tf.sub(weights, descent), slots: NONE }
    const velocity = tf.sub(tf.mul(slots['momentum'], numbers('momentum')), descent)
    const step = nesterov ? tf.sub(tf.mul(velocity, numbers('momentum')), descent) : velocity
    return { weights: tf.add(weights, step), slots: { momentum: velocity } }
  },
}

const adam: OptimizerProgram<OfType<'adam'> | OfType<'adamw'>> = {
  slots: () => ({ m: 0, v: 0 }),
  numbers: ({ beta1, beta2, epsilon }) => ({ towards1: 1 - beta1, towards2: 1 - beta2, epsilon }),
  update(_, { weights, gradient, slots, rate, numbers }) {
    const m = moveTowards(slots['m'], gradient, numbers('towards1'))
    const v = moveTowards(slots['v'], tf.square(gradient), numbers('towards2'))
    const step = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), numbers('epsilon')))
    return { weights: tf.sub(weights, step), slots: { m, v } }
  },
}

const rmsprop: OptimizerProgram<OfType<'rmsprop'>> = {
  slots: ({ momentum, centered }) => ({ v: 0, ...(momentum > 0 && { momentum: 0 }), ...(centered && { mean: 0 }) }),
  numbers: ({ rho, momentum, epsilon }) => ({ rho, towards: 1 - rho, epsilon, ...(momentum > 0 && { momentum }) }),
  update({ momentum, centered }, { weights, gradient, slots, rate, numbers }) {
    const v = decayed(slots['v'], tf.square(gradient), numbers)
    const mean = centered ? decayed(slots['mean'], gradient, numbers) : undefined
    const variance = mean ? tf.sub(v, tf.square(mean)) : v
    const step = tf.mul(tf.mul(rate, gradient), inverseRoot(tf.add(variance, numbers('epsilon'))))
    const velocity = momentum > 0 ? tf.add(tf.mul(slots['momentum'], numbers('momentum')), step) : undefined
    return {
      weights: tf.sub(weights, velocity ?? step),
      slots: { v, ...(velocity && { momentum: velocity }), ...(mean && { mean }) },
    }
  },
}

const adagrad: OptimizerProgram<OfType<'adagrad'>> = {
  slots: ({ initialAccumulatorValue }) => ({ accumulator: initialAccumulatorValue }),
  numbers: ({ epsilon }) => ({ epsilon }),
  update(_, { weights, gradient, slots, rate, numbers }) {
    const accumulator = tf.add(slots['accumulator'], tf.square(gradient))
    const step = tf.mul(tf.mul(rate, gradient), inverseRoot(tf.add(accumulator, numbers('epsilon'))))
    return { weights: tf.sub(weights, step), slots: { accumulator } }
  },
}

const PROGRAMS: { readonly [Type in Optimizer['type']]: OptimizerProgram<OfType<Type>> } = {
  sgd,
  adam,
  adamw: adam,
  rmsprop,
  adagrad,
}

/** The update rule of `optimizer`. */
export function optimizerProgram(optimizer: Optimizer): OptimizerProgram<Optimizer> {
  return PROGRAMS[optimizer.type]
}

/** `average + share * (value - average)`, where `share` is `1 - beta` worked out in double precision, as Keras does. */
function moveTowards(average: Tensor, value: Tensor, share: Tensor): Tensor {
  return tf.add(average, tf.mul(tf.sub(value, average), share))
}

/** `rho * average + (1 - rho) * value`, with `1 - rho` worked out in double precision, as Keras does. */
function decayed(average: Tensor, value: Tensor, numbers: LaneNumbers): Tensor {
  return tf.add(tf.mul(average, numbers('rho')), tf.mul(value, numbers('towards')))
}

/**
 * The rate an update multiplies with at 1-based step `step`: the learning rate itself, for Adam with Keras's
 * bias correction `sqrt(1 - beta2^t) / (1 - beta1^t)`, each operation in float32 as in Keras: near a beta of 1 what float32
 * leaves of the difference decides.
 */
export function updateRate(optimizer: Optimizer, learningRate: number, step: number): number {
  if (optimizer.type !== 'adam' && optimizer.type !== 'adamw') return learningRate
  const root = Math.fround(Math.sqrt(biasCorrection(optimizer.beta2, step)))
  return Math.fround(Math.fround(Math.fround(learningRate) * root) / biasCorrection(optimizer.beta1, step))
}

/** `1 - beta^step` in float32. */
function biasCorrection(beta: number, step: number): number {
  return Math.fround(1 - Math.fround(Math.fround(beta) ** step))
}

/**
 * Whether the learning rate can be multiplied into the gradient of the loss, where it is one small tensor, and not into
 * that of every kernel: gradients are linear in it, so this holds where nothing but the descent looks at them.
 */
export function foldsRate(optimizer: Optimizer, hasPenalties: boolean): boolean {
  const isClipped = [optimizer.clipValue, optimizer.clipNorm, optimizer.globalClipNorm].some(
    (limit) => limit !== undefined,
  )
  return optimizer.type === 'sgd' && !isClipped && !hasPenalties
}
