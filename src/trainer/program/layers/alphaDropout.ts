import { alphaDropoutNumbers } from '../../../core/model/layers/alphaDropout.ts'
import type { AlphaDropoutLayer } from '../../../core/model/layers/alphaDropout.ts'
import { tf } from '../../backend/tf.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'
import { kept, noiseLayer } from './noiseLayer.ts'

/** Sets units to SELU's saturation, then shifts and scales so that mean and variance stay (Klambauer et al. 2017). */
export const alphaDropout: LaneLayerRow<AlphaDropoutLayer> = {
  build(layer, inputs) {
    const { rate } = layer
    const { dropped: value, ...scaling } = alphaDropoutNumbers(rate)
    const numbers = { rate, ...scaling }
    return {
      ...noiseLayer(layer.name, inputs, numbers, (x, mask, number) => {
        const dropped = tf.add(tf.mul(x, mask), tf.mul(tf.sub(1, mask), value))
        return {
          output: tf.add(tf.mul(dropped, number('scale')), number('shift')),
          slope: (dy) => tf.mul(dy, tf.mul(mask, number('scale'))),
        }
      }),
      draws: inputs,
      prepareNoise: (uniform, number) => kept(uniform, number('rate')),
    }
  },
  kernel: { kind: 'alphaDropout', noise: 'kept', numbers: ['rate', 'scale', 'shift'] },
}
