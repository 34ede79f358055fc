import { gaussianDropoutStddev } from '../../../core/model/layers/gaussianDropout.ts'
import type { GaussianDropoutLayer } from '../../../core/model/layers/gaussianDropout.ts'
import { tf } from '../../backend/tf.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'
import { multiplied, noiseLayer, normal } from './noiseLayer.ts'

/** Multiplies by normal noise of mean 1 and standard deviation `sqrt(rate / (1 - rate))`. */
export const gaussianDropout: LaneLayerRow<GaussianDropoutLayer> = {
  build(layer, inputs) {
    return {
      ...noiseLayer(layer.name, inputs, { stddev: gaussianDropoutStddev(layer.rate) }, multiplied),
      draws: 2 * inputs,
      prepareNoise: (uniform, number) => tf.add(1, tf.mul(normal(uniform), number('stddev'))),
    }
  },
  kernel: { kind: 'multipliedNoise', noise: 'normalAboutOne', numbers: ['stddev'] },
}
