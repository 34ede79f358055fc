import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { clipGradients } from './clipping.ts'
import { constrain } from './constraints.ts'
import type { LaneModel } from './laneModel.ts'
import { slotName } from './laneState.ts'
import { foldsRate, optimizerProgram } from './optimizers.ts'
import { regularized } from './penalties.ts'

/** The rates of one step, `[lanes, 1, 1]`. */
export interface StepRates {
  readonly rate: Tensor
  /** Share of each weight that is taken away, where weights decay. */
  readonly decay?: Tensor
}

/** Whether the loss's gradient carries the learning rate already (see `foldsRate`). */
export function isScaled(model: LaneModel): boolean {
  return foldsRate(model.optimizer, regularized(model).length > 0)
}

/** Clips, decays, updates and constrains every trainable variable, in Keras's order. */
export function applyUpdates(
  model: LaneModel,
  state: NamedTensors,
  gradients: NamedTensors,
  step: StepRates,
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
    next[name] = constraint
      ? constrain(update.weights, variable, constraint, (number) => state[`#${name}/${number}`])
      : update.weights
    for (const [slot, value] of Object.entries(update.slots)) next[slotName(name, slot)] = value
  })
  return next
}
