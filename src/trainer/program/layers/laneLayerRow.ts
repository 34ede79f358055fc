import type { Layer } from '../../../core/model/modelSpec.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import type { KernelLayer } from '../../kernel/kernelLayer.ts'
import type { LaneLayer } from './laneLayer.ts'

/** All that the trainer knows of one layer type. */
export interface LaneLayerRow<L extends Layer> {
  /** The layer in a lane model; `inputs` are the values per row that enter it. */
  build(layer: L, inputs: number): LaneLayer
  /** How the native kernel computes it; absent where it does not: TensorFlow trains networks with this layer. */
  readonly kernel?: KernelLayer
  /** How Keras predicts by it; absent where it does nothing then. */
  readonly predictAsKeras?: KerasPrediction
}

/**
 * What a layer of a `.keras` file does when predicting, by Keras's documentation and not by the layer's own passes, which it
 * checks. Weights stand in Keras's order.
 */
export type KerasPrediction = (
  x: Tensor,
  config: Readonly<Record<string, unknown>>,
  weights: readonly Tensor[],
) => Tensor
