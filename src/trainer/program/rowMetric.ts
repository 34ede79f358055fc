import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import type { LaneModel } from './laneModel.ts'

/** 1 for a right answer, 0 for a wrong one; for regression the absolute or the squared error. `[…, batch, 1]`. */
export function rowMetric(model: LaneModel, output: Tensor, y: Tensor): Tensor {
  switch (model.loss.type) {
    case 'binaryCrossentropy':
      return tf.cast(tf.equal(tf.greater(output, 0.5), tf.greater(y, 0.5)), 'float32')
    case 'categoricalCrossentropy':
      return tf.expandDims(tf.cast(tf.equal(tf.argMax(output, -1), tf.argMax(y, -1)), 'float32'), -1)
    case 'meanSquaredError':
    case 'meanAbsoluteError':
    case 'huber':
      return model.squaresErrors ? tf.square(tf.sub(output, y)) : tf.abs(tf.sub(output, y))
  }
}
