import type { GaussianNoiseLayer } from '../../../core/model/layers/gaussianNoise.ts'
import { tf } from '../../backend/tf.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'
import { noiseLayer, normal } from './noiseLayer.ts'

/** Adds normal noise of mean 0 and standard deviation `stddev`. */
export const gaussianNoise: LaneLayerRow<GaussianNoiseLayer> = {
  build(layer, inputs) {
    return {
      ...noiseLayer(layer.name, inputs, { stddev: layer.stddev }, (x, noise) => ({
        output: tf.add(x, noise),
        slope: (dy) => dy,
      })),
      draws: 2 * inputs,
      prepareNoise: (uniform, number) => tf.mul(normal(uniform), number('stddev')),
    }
  },
  kernel: { kind: 'addedNoise', noise: 'normal', numbers: ['stddev'] },
}
