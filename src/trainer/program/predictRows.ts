import type { LaneBackend } from '../backend/laneBackend.ts'
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { forward } from './chain.ts'
import type { LaneModel } from './laneModel.ts'
import { applyLoss } from './losses.ts'

/**
 * Predicts prepared rows that are in no table: `given` `[lanes, rows, features]` beside the variables. Returns `output`
 * `[lanes, rows, outputs]`: the bits of `evaluateRows` where as many rows are evaluated in one call.
 *
 * @param watched places of layers whose units are watched: `low i` and `high i` `[lanes, units]` are each unit's least and
 *   largest output over the rows
 */
export function predictRows(
  model: LaneModel,
  inputs: NamedTensors,
  backend: LaneBackend,
  watched: readonly number[] = [],
): Record<string, Tensor> {
  const x = inputs['given']
  const passes = forward(model, inputs, x, { backend, training: false, rows: { inverseCount: 1 } })
  const logits = passes.at(-1)?.output ?? x
  const ends = watched.flatMap((layer) => [
    [`low ${String(layer)}`, tf.min(passes[layer].output, 1)] as const,
    [`high ${String(layer)}`, tf.max(passes[layer].output, 1)] as const,
  ])
  // The output does not depend on what is wanted.
  const { output } = applyLoss(model.loss, model.outputActivation, logits, logits, backend)
  return { output, ...Object.fromEntries(ends) }
}
