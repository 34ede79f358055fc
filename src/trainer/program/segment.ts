/**
 * Some consecutive training steps of all lanes, and a look at the held-out rows: the computation that is
 * recorded and compiled, or run as it stands where nothing can be compiled.
 *
 * Pure functions of named tensors. Who calls them decides which rows, rates and seeds they get.
 */
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { applyUpdates, isScaled } from './applyUpdates.ts'
import { backward, forward, renamed } from './chain.ts'
import type { LaneModel } from './laneModel.ts'
import { stateNames } from './laneState.ts'
import type { BatchRows } from './layers/laneLayer.ts'
import { applyLoss } from './losses.ts'
import { addPenalties } from './penalties.ts'
import { rowMetric } from './rowMetric.ts'
import { sumLane } from './sumLane.ts'

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
  /** Lanes in a row that draw the same noise; 1 where each draws its own. */
  readonly lanesPerStream: number
}

/**
 * Inputs by name, beside the state:
 *
 * - `x` `[rows, features]`, `y` `[rows, outputs]`: the tables that row numbers point into
 * - `rows` int32 `[steps, lanes, batch]`; `rates` `[steps, lanes, 1, 1]`; `decays` the same (weight decay only)
 * - `rowWeights` `[steps, lanes, batch, 1]` where rows are weighted
 * - `mask` `[steps, lanes, batch, 1]` where any batch has padding; `count` `[lanes, 1, 1]`: real rows of a short last step
 * - `seeds` int32 `[lanes / lanesPerStream, 2]` where layers draw
 * - `#name` `[lanes, 1, 1]`: every lane number
 *
 * Returns the state by name, and `lossSum`, `metricSum` `[steps, lanes]`: over the rows of a step, the loss (with its
 * penalties) and the number of right answers (absolute error for regression). Steps are added up on the host.
 */
export function trainSegment(
  model: LaneModel,
  shape: SegmentShape,
  inputs: NamedTensors,
  backend: LaneBackend,
): Record<string, Tensor> {
  const xs = tf.gather(inputs['x'], inputs['rows'])
  const ys = tf.gather(inputs['y'], inputs['rows'])
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
    penalties.length === 0
      ? sums.lossSum
      : tf.add(sums.lossSum, tf.reshape(tf.stack(penalties), [shape.steps, shape.lanes]))
  return { ...pick(state, stateNames(model)), lossSum, metricSum: sums.metricSum }
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
  /** Weight of a row in the gradient: one over their number, times the learning rate where that is folded in. */
  readonly rowScale: Tensor | number
  readonly count: Tensor | number
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
  // What the loss's gradient is multiplied with, worked out for all steps at once.
  const inverseSize = Math.fround(1 / shape.batchSize)
  const rowRates = isScaled(model) ? tf.unstack(tf.mul(inputs['rates'], inverseSize)) : undefined
  const decays = inputs['decays'] && tf.unstack(inputs['decays'])
  const weights = shape.isWeighted ? tf.unstack(inputs['rowWeights']) : undefined
  const noises = drawNoise(model, shape, inputs, backend)
  const masks = inputs['mask'] && tf.unstack(inputs['mask'])
  return xs.map((x, step) => {
    const isShort = shape.isLastShort && step === shape.steps - 1
    // Full batches divide by a number written as float32, short ones by a tensor of the same bits.
    const inverseCount = isShort ? tf.div(1, inputs['count']) : inverseSize
    const rowRate = isShort && rowRates ? tf.mul(rates[step], inverseCount) : rowRates?.[step]
    const mask = isShort || shape.batch > shape.batchSize ? masks?.[step] : undefined
    return {
      x,
      y: ys[step],
      rate: rates[step],
      ...(decays && { decay: decays[step] }),
      noises: noises.map((noise) => noise?.[step]),
      ...(weights && { rowWeights: weights[step] }),
      rows: { inverseCount, ...(mask && { mask }) },
      rowScale: rowRate ?? inverseCount,
      count: isShort ? inputs['count'] : shape.batchSize,
    }
  })
}

/**
 * Noise of each layer and step. One draw per stream, so that a lane's numbers do not depend on its neighbours, for all steps
 * and layers at once; lanes of one split draw the same bits, whatever they make of them, so these are drawn once.
 */
function drawNoise(
  model: LaneModel,
  shape: SegmentShape,
  inputs: NamedTensors,
  backend: LaneBackend,
): readonly (readonly Tensor[] | undefined)[] {
  if (model.draws === 0) return model.layers.map(() => undefined)
  const seeds = tf.unstack(inputs['seeds'])
  const streams = seeds.map((seed) => backend.uniform([shape.steps, shape.batch, model.draws], seed))
  const uniform = laneDraws(tf.stack(streams, 1), shape.lanesPerStream)
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

/** `[steps, streams, …]` to `[steps, lanes, …]`: each stream for its lanes. */
function laneDraws(draws: Tensor, lanesPerStream: number): Tensor {
  if (lanesPerStream === 1) return draws
  const lanes = Int32Array.from({ length: (draws.shape[1] ?? 1) * lanesPerStream }, (_, lane) =>
    Math.floor(lane / lanesPerStream),
  )
  return tf.gather(draws, tf.tensor1d(lanes, 'int32'), 1)
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
  const gradients = backward(model, passes, rowGradient(gradient(), step))
  const penalty = addPenalties(model, state, gradients)
  const updates = Object.assign(
    {},
    ...passes.map((pass, i) => renamed(model.layers[i].variables, pass.updates ?? {})),
  ) as Record<string, Tensor>
  return { state: { ...updates, ...applyUpdates(model, state, gradients, step) }, logits, penalty }
}

/** The loss is a mean over the real rows: each row's gradient is weighted accordingly. */
function rowGradient(gradient: Tensor, { rows, rowWeights, rowScale }: StepInput): Tensor {
  const weighted = rowWeights ? tf.mul(gradient, rowWeights) : gradient
  const masked = rows.mask ? tf.mul(weighted, rows.mask) : weighted
  return tf.mul(masked, rowScale)
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
    lossSum: stepSums(masked(loss)),
    metricSum: stepSums(masked(rowMetric(model, output, y))),
  }
}

/** `[steps, lanes, batch, 1]` to `[steps, lanes]`. */
function stepSums(values: Tensor): Tensor {
  const [steps, lanes, batch] = values.shape
  return tf.reshape(sumLane(tf.reshape(values, [steps * lanes, batch, 1])), [steps, lanes])
}
