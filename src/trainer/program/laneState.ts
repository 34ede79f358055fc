/** The tensors that training moves: variables and optimizer slots, stacked over lanes. */
import type { LaneModel } from './laneModel.ts'
import { optimizerProgram } from './optimizers.ts'

/** Names of the tensors that a segment takes and returns: variables and optimizer slots. */
export function stateNames(model: LaneModel): readonly string[] {
  const slots = Object.keys(optimizerProgram(model.optimizer).slots(model.optimizer))
  return model.variables.flatMap(({ name, trainable }) => [
    name,
    ...(trainable ? slots.map((slot) => slotName(name, slot)) : []),
  ])
}

/** Name of an optimizer's slot of a variable, e.g. `dense_1/kernel:momentum`. */
export function slotName(variable: string, slot: string): string {
  return `${variable}:${slot}`
}
