import type { DropoutLayer } from '../../../core/model/layers/dropout.ts'
import { tf } from '../../backend/tf.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'
import { kept, multiplied, noiseLayer } from './noiseLayer.ts'

/** Drops a unit where its draw is below `rate`, and scales the others by `1 / (1 - rate)`. */
export const dropout: LaneLayerRow<DropoutLayer> = {
  build(layer, inputs) {
    return {
      ...noiseLayer(layer.name, inputs, { rate: layer.rate, scale: 1 / (1 - layer.rate) }, multiplied),
      draws: inputs,
      prepareNoise: (uniform, number) => tf.mul(kept(uniform, number('rate')), number('scale')),
    }
  },
  kernel: { kind: 'multipliedNoise', noise: 'dropped', numbers: ['rate', 'scale'] },
}
