/**
 * Some consecutive training steps of all lanes, and a look at the held-out rows: the computation that is
 * recorded and compiled, or run as it stands where nothing can be compiled.
 *
 * Pure functions of named tensors. Who calls them decides which rows, rates and seeds they get.
 */
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { NamedTensors, Tensor, Tensor1D } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { clipGradients } from './clipping.ts'
import { constrainAll, type Constrained } from './constraints.ts'
import type { LaneModel } from './laneModel.ts'
import { slotName } from './laneState.ts'
import type { LaneVariable } from './laneVariable.ts'
import type { BatchRows, LayerContext, LayerPass } from './layers/laneLayer.ts'
import { applyLoss } from './losses.ts'
import { foldsRate, optimizerProgram } from './optimizers.ts'

export interface SegmentShape {
  readonly lanes: number
  /** Places for rows in a batch (`placesOf`). */
  readonly batch: number
  /** Real rows of a full batch; the other places are padding. */
  readonly batchSize: number
  readonly steps: number
  /** The last step's batch has fewer real rows than `batchSize` in some lane. */
  readonly isLastShort: boolean
  /** Rows have weights in the loss. */
  readonly isWeighted: boolean
}

/**
 * Inputs by name, beside the state:
 *
 * - `x` `[rows, features]`, `y` `[rows, outputs]`: the tables that row numbers point into
 * - `rows` int32 `[steps * lanes * batch]`; `rates` `[steps, lanes, 1, 1]`; `decays` the same (weight decay only)
 * - `rowWeights` `[steps, lanes, batch, 1]` where rows are weighted
 * - `mask` `[steps, lanes, batch, 1]` where any batch has padding; `count` `[lanes, 1, 1]`: real rows of a short last step
 * - `seeds` int32 `[lanes, 2]` where layers draw
 * - `#name` `[lanes, 1, 1]`: every lane number
 *
 * Returns the state by name, and `lossSum`, `metricSum` `[lanes]`: over rows, the loss (with its penalties) and the
 * number of right answers (absolute error for regression).
 */
export function trainSegment(
  model: LaneModel,
  shape: SegmentShape,
  inputs: NamedTensors,
  backend: LaneBackend,
): Record<string, Tensor> {
  const xs = gatherBatches(inputs['x'], shape, inputs)
  const ys = gatherBatches(inputs['y'], shape, inputs)
  const steps = stepInputs(model, shape, inputs, backend, tf.unstack(xs), tf.unstack(ys))
  const state: Record<string, Tensor> = { ...inputs }
  const logits: Tensor[] = []
  const penalties: Tensor[] = []
  for (const step of steps) {
    const result = trainStep(model, state, step, backend)
    Object.assign(state, result.state)
    logits.push(result.logits)
    if (result.penalty) penalties.push(tf.mul(result.penalty, step.count))
  }
  const sums = segmentSums(model, tf.stack(logits), ys, inputs, backend)
  const lossSum =
    penalties.length === 0 ? sums.lossSum : tf.add(sums.lossSum, tf.reshape(tf.addN(penalties), [shape.lanes]))
  return { ...pick(state, stateNames(model)), lossSum, metricSum: sums.metricSum }
}

/**
 * Places that a batch of `batchSize` rows takes: a multiple of 16. TensorFlow computes 16 numbers at a time and the rest
 * of an array one by one, which may differ in the last bit; so no lane may end within such a group.
 */
export function placesOf(batchSize: number): number {
  return Math.ceil(batchSize / 16) * 16
}

/** Everything one step reads beside the state. */
interface StepInput {
  readonly x: Tensor
  readonly y: Tensor
  readonly rate: Tensor
  readonly decay?: Tensor
  readonly noises: readonly (Tensor | undefined)[]
  readonly rowWeights?: Tensor
  readonly rows: BatchRows
  readonly count: Tensor | number
}

function gatherBatches(table: Tensor, shape: SegmentShape, inputs: NamedTensors): Tensor {
  const gathered = tf.gather(table, inputs['rows'])
  return tf.reshape(gathered, [shape.steps, shape.lanes, shape.batch, table.shape[1] ?? 1])
}

function stepInputs(
  model: LaneModel,
  shape: SegmentShape,
  inputs: NamedTensors,
  backend: LaneBackend,
  xs: readonly Tensor[],
  ys: readonly Tensor[],
): readonly StepInput[] {
  const rates = tf.unstack(inputs['rates'])
  const decays = inputs['decays'] && tf.unstack(inputs['decays'])
  const weights = shape.isWeighted ? tf.unstack(inputs['rowWeights']) : undefined
  const noises = drawNoise(model, shape, inputs, backend)
  const masks = inputs['mask'] && tf.unstack(inputs['mask'])
  return xs.map((x, step) => {
    const isShort = shape.isLastShort && step === shape.steps - 1
    // Full batches divide by a number written as float32, short ones by a tensor of the same bits.
    const inverseCount = isShort ? tf.div(1, inputs['count']) : Math.fround(1 / shape.batchSize)
    const mask = isShort || shape.batch > shape.batchSize ? masks?.[step] : undefined
    return {
      x,
      y: ys[step],
      rate: rates[step],
      ...(decays && { decay: decays[step] }),
      noises: noises.map((noise) => noise?.[step]),
      ...(weights && { rowWeights: weights[step] }),
      rows: { inverseCount, ...(mask && { mask }) },
      count: isShort ? inputs['count'] : shape.batchSize,
    }
  })
}

/**
 * Noise of each layer and step. One draw per lane, so that a lane's numbers do not depend on its neighbours,
 * for all steps and layers at once.
 */
function drawNoise(
  model: LaneModel,
  shape: SegmentShape,
  inputs: NamedTensors,
  backend: LaneBackend,
): readonly (readonly Tensor[] | undefined)[] {
  if (model.draws === 0) return model.layers.map(() => undefined)
  const seeds = tf.unstack(inputs['seeds'])
  const perLane = seeds.map((seed) => backend.uniform([shape.steps, shape.batch, model.draws], seed))
  const uniform = tf.stack(perLane, 1)
  const drawing = model.layers.filter((layer) => layer.draws > 0)
  const parts =
    drawing.length === 1
      ? [uniform]
      : tf.split(
          uniform,
          drawing.map((layer) => layer.draws),
          -1,
        )
  return model.layers.map((layer) => {
    const part = parts[drawing.indexOf(layer)]
    if (!layer.prepareNoise || !part) return undefined
    return tf.unstack(layer.prepareNoise(part, (name) => inputs[`#${layer.name}/${name}`]))
  })
}

interface StepResult {
  readonly state: Readonly<Record<string, Tensor>>
  readonly logits: Tensor
  readonly penalty: Tensor | undefined
}

/** One step of the optimizer on one batch per lane. */
function trainStep(model: LaneModel, state: NamedTensors, step: StepInput, backend: LaneBackend): StepResult {
  const passes = forward(model, state, step.x, { backend, training: true, rows: step.rows, noises: step.noises })
  const logits = passes[passes.length - 1].output
  const { gradient } = applyLoss(model.loss, model.outputActivation, logits, step.y, backend)
  const gradients = backward(model, passes, rowGradient(gradient(), step, isScaled(model)))
  const penalty = addPenalties(model, state, gradients)
  const updates = Object.assign(
    {},
    ...passes.map((pass, i) => renamed(model.layers[i].variables, pass.updates ?? {})),
  ) as Record<string, Tensor>
  return { state: { ...updates, ...applyUpdates(model, state, gradients, step) }, logits, penalty }
}

/** The loss is a mean over the real rows: each row's gradient is weighted accordingly, and by the learning rate if asked. */
function rowGradient(gradient: Tensor, { rows, rowWeights, rate }: StepInput, withRate: boolean): Tensor {
  const weighted = rowWeights ? tf.mul(gradient, rowWeights) : gradient
  const masked = rows.mask ? tf.mul(weighted, rows.mask) : weighted
  return tf.mul(masked, withRate ? tf.mul(rate, rows.inverseCount) : rows.inverseCount)
}

function isScaled(model: LaneModel): boolean {
  return foldsRate(model.optimizer, regularized(model).length > 0)
}

interface PassOptions {
  readonly backend: LaneBackend
  readonly training: boolean
  readonly rows: BatchRows
  readonly noises?: readonly (Tensor | undefined)[]
}

function forward(model: LaneModel, state: NamedTensors, x: Tensor, options: PassOptions): readonly LayerPass[] {
  const passes: LayerPass[] = []
  let output = x
  model.layers.forEach((layer, i) => {
    const noise = options.noises?.[i]
    const context: LayerContext = {
      backend: options.backend,
      training: options.training,
      rows: options.rows,
      weights: (name) => state[layer.variables[name].name],
      number: (name) => state[`#${layer.name}/${name}`],
      ...(noise && { noise }),
    }
    const pass = layer.pass(output, context)
    passes.push(pass)
    output = pass.output
  })
  return passes
}

/** Gradients by variable name. */
function backward(model: LaneModel, passes: readonly LayerPass[], dLogits: Tensor): Record<string, Tensor> {
  const gradients: Record<string, Tensor> = {}
  let dy = dLogits
  for (let i = passes.length - 1; i >= 0; i--) {
    const back = passes[i].backward(dy)
    Object.assign(gradients, renamed(model.layers[i].variables, back.gradients))
    dy = back.dx
  }
  return gradients
}

function renamed(
  variables: Readonly<Record<string, LaneVariable>>,
  values: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [variables[name].name, value]))
}

/** Adds the regularizers' slopes to `gradients`; returns the penalty per lane, `[lanes, 1, 1]`, if there is any. */
function addPenalties(model: LaneModel, state: NamedTensors, gradients: Record<string, Tensor>): Tensor | undefined {
  for (const { name } of regularized(model)) {
    const weights = state[name]
    const slope = tf.add(
      tf.mul(tf.sign(weights), state[`#${name}/l1`]),
      tf.mul(weights, tf.mul(state[`#${name}/l2`], 2)),
    )
    gradients[name] = tf.add(gradients[name], slope)
  }
  return penaltyOf(model, state)
}

function regularized(model: LaneModel): readonly LaneVariable[] {
  return model.variables.filter(({ regularizer }) => regularizer !== undefined)
}

/** `l1 * sum|w| + l2 * sum w²` over regularized variables, `[lanes, 1, 1]`. */
function penaltyOf(model: LaneModel, state: NamedTensors): Tensor | undefined {
  const terms = regularized(model).flatMap(({ name }) => {
    const weights = state[name]
    const total = (values: Tensor) => tf.sum(values, [1, 2], true)
    return [
      tf.mul(total(tf.abs(weights)), state[`#${name}/l1`]),
      tf.mul(total(tf.square(weights)), state[`#${name}/l2`]),
    ]
  })
  return terms.length === 0 ? undefined : tf.addN(terms)
}

/** Clips, decays, updates and constrains every trainable variable, in Keras's order. */
function applyUpdates(
  model: LaneModel,
  state: NamedTensors,
  gradients: NamedTensors,
  step: StepInput,
): Record<string, Tensor> {
  const { optimizer } = model
  const program = optimizerProgram(optimizer)
  const numbers = (name: string) => state[`#optimizer/${name}`]
  const trainable = model.variables.filter((variable) => variable.trainable)
  const clipped = clipGradients(
    trainable.map(({ name }) => gradients[name]),
    optimizer,
    numbers,
  )
  const next: Record<string, Tensor> = {}
  const constrained: Constrained[] = []
  trainable.forEach((variable, i) => {
    const { name, constraint } = variable
    const weights = step.decay ? tf.sub(state[name], tf.mul(state[name], step.decay)) : state[name]
    const slots = Object.fromEntries(
      Object.keys(program.slots(optimizer)).map((slot) => [slot, state[slotName(name, slot)]]),
    )
    const update = program.update(optimizer, {
      weights,
      gradient: clipped[i],
      isScaled: isScaled(model),
      slots,
      rate: step.rate,
      numbers,
    })
    next[name] = update.weights
    if (constraint)
      constrained.push({
        weights: update.weights,
        variable,
        constraint,
        numbers: (number) => state[`#${name}/${number}`],
      })
    for (const [slot, value] of Object.entries(update.slots)) next[slotName(name, slot)] = value
  })
  constrainAll(constrained).forEach((weights, i) => {
    next[constrained[i].variable.name] = weights
  })
  return next
}

/** Names of the tensors that a segment takes and returns: variables and optimizer slots. */
export function stateNames(model: LaneModel): readonly string[] {
  const slots = Object.keys(optimizerProgram(model.optimizer).slots(model.optimizer))
  return model.variables.flatMap(({ name, trainable }) => [
    name,
    ...(trainable ? slots.map((slot) => slotName(name, slot)) : []),
  ])
}

function pick(tensors: NamedTensors, names: readonly string[]): Record<string, Tensor> {
  return Object.fromEntries(names.map((name) => [name, tensors[name]]))
}

/** Sums over the rows of all steps, computed once per segment and not in every step. `logits`, `y`: `[steps, lanes, batch, outputs]`. */
function segmentSums(model: LaneModel, logits: Tensor, y: Tensor, inputs: NamedTensors, backend: LaneBackend) {
  const { output, rowLoss } = applyLoss(model.loss, model.outputActivation, logits, y, backend)
  const mask = inputs['mask']
  const masked = (values: Tensor) => (mask ? tf.mul(values, mask) : values)
  const loss = inputs['rowWeights'] ? tf.mul(rowLoss(), inputs['rowWeights']) : rowLoss()
  return {
    lossSum: tf.sum(masked(loss), [0, 2, 3]),
    metricSum: tf.sum(masked(rowMetric(model, output, y)), [0, 2, 3]),
  }
}

/** 1 for a right answer, 0 for a wrong one; for regression the absolute error. `[…, batch, 1]`. */
function rowMetric(model: LaneModel, output: Tensor, y: Tensor): Tensor {
  switch (model.loss.type) {
    case 'binaryCrossentropy':
      return tf.cast(tf.equal(tf.greater(output, 0.5), tf.greater(y, 0.5)), 'float32')
    case 'categoricalCrossentropy':
      return tf.expandDims(tf.cast(tf.equal(tf.argMax(output, -1), tf.argMax(y, -1)), 'float32'), -1)
    case 'meanSquaredError':
    case 'meanAbsoluteError':
    case 'huber':
      return tf.abs(tf.sub(output, y))
  }
}

/**
 * Looks at rows without learning from them.
 *
 * Inputs: the state, `x`, `y`, and `evalRows` int32 `[lanes * evalSize]`, `evalMask` `[lanes, evalSize, 1]`, and where
 * early stopping watches, `monitorMask` of the same shape. Returns `evalLoss`, `evalMetric` (and `monitorLoss`,
 * `monitorMetric`) `[lanes]`: sums over rows; `penalty` `[lanes]`; `output` `[lanes, evalSize, outputs]`.
 */
export function evaluateRows(
  model: LaneModel,
  lanes: number,
  evalSize: number,
  inputs: NamedTensors,
  backend: LaneBackend,
): Record<string, Tensor> {
  const rows = inputs['evalRows'] as Tensor1D
  const x = tf.reshape(tf.gather(inputs['x'], rows), [lanes, evalSize, model.inputs])
  const y = tf.reshape(tf.gather(inputs['y'], rows), [lanes, evalSize, model.outputs])
  const logits = forward(model, inputs, x, { backend, training: false, rows: { inverseCount: 1 } }).at(-1)?.output ?? x
  const { output, rowLoss } = applyLoss(model.loss, model.outputActivation, logits, y, backend)
  const loss = rowLoss()
  const metric = rowMetric(model, output, y)
  const total = (values: Tensor, mask: Tensor) => tf.sum(tf.mul(values, mask), [1, 2])
  const penalty = penaltyOf(model, inputs)
  const monitor = inputs['monitorMask']
  return {
    output,
    evalLoss: total(loss, inputs['evalMask']),
    evalMetric: total(metric, inputs['evalMask']),
    ...(monitor && { monitorLoss: total(loss, monitor), monitorMetric: total(metric, monitor) }),
    ...(penalty && { penalty: tf.reshape(penalty, [lanes]) }),
  }
}
