import type { LaneBackend } from '../backend/laneBackend.ts'
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { forward } from './chain.ts'
import type { LaneModel } from './laneModel.ts'
import { applyLoss } from './losses.ts'
import { penaltyOf } from './penalties.ts'
import { rowMetric } from './rowMetric.ts'
import { sumLane } from './sumLane.ts'

/**
 * Looks at rows without learning from them.
 *
 * Inputs: the state, `x`, `y`, and `evalRows` int32 `[lanes, evalSize]`, `evalMask` `[lanes, evalSize, 1]`, and where
 * early stopping watches, `monitorMask` of the same shape. Returns `evalLoss`, `evalMetric` (and `monitorLoss`,
 * `monitorMetric`) `[lanes]`: sums over rows; `penalty` `[lanes]`; `output` `[lanes, evalSize, outputs]`.
 */
export function evaluateRows(
  model: LaneModel,
  lanes: number,
  inputs: NamedTensors,
  backend: LaneBackend,
): Record<string, Tensor> {
  const x = tf.gather(inputs['x'], inputs['evalRows'])
  const y = tf.gather(inputs['y'], inputs['evalRows'])
  const logits = forward(model, inputs, x, { backend, training: false, rows: { inverseCount: 1 } }).at(-1)?.output ?? x
  const { output, rowLoss } = applyLoss(model.loss, model.outputActivation, logits, y, backend)
  const loss = rowLoss()
  const metric = rowMetric(model, output, y)
  const total = (values: Tensor, mask: Tensor) => tf.reshape(sumLane(tf.mul(values, mask)), [lanes])
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
