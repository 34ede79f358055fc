/**
 * Layers that draw: Keras's `Dropout`, `AlphaDropout`, `GaussianDropout` and `GaussianNoise`. At rest while predicting.
 *
 * What follows from a rate is worked out on the host in double precision, as in Keras: in float32 `1 - rate` loses the digits
 * of a rate near 1.
 */
import { alphaDropoutNumbers } from '../../../core/model/layers/alphaDropout.ts'
import type { AlphaDropoutLayer } from '../../../core/model/layers/alphaDropout.ts'
import type { DropoutLayer } from '../../../core/model/layers/dropout.ts'
import { gaussianDropoutStddev } from '../../../core/model/layers/gaussianDropout.ts'
import type { GaussianDropoutLayer } from '../../../core/model/layers/gaussianDropout.ts'
import type { GaussianNoiseLayer } from '../../../core/model/layers/gaussianNoise.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import { tf } from '../../backend/tf.ts'
import type { LaneLayer, LayerPass } from './laneLayer.ts'

/** Drops a unit where its draw is below `rate`, and scales the others by `1 / (1 - rate)`. */
export function dropoutLayer(layer: DropoutLayer, inputs: number): LaneLayer {
  return {
    ...noiseLayer(layer.name, inputs, { rate: layer.rate, scale: 1 / (1 - layer.rate) }, multiplied),
    draws: inputs,
    prepareNoise: (uniform, number) => tf.mul(kept(uniform, number('rate')), number('scale')),
  }
}

/** Multiplies by normal noise of mean 1 and standard deviation `sqrt(rate / (1 - rate))`. */
export function gaussianDropoutLayer(layer: GaussianDropoutLayer, inputs: number): LaneLayer {
  return {
    ...noiseLayer(layer.name, inputs, { stddev: gaussianDropoutStddev(layer.rate) }, multiplied),
    draws: 2 * inputs,
    prepareNoise: (uniform, number) => tf.add(1, tf.mul(normal(uniform), number('stddev'))),
  }
}

/** Adds normal noise of mean 0 and standard deviation `stddev`. */
export function gaussianNoiseLayer(layer: GaussianNoiseLayer, inputs: number): LaneLayer {
  return {
    ...noiseLayer(layer.name, inputs, { stddev: layer.stddev }, (x, noise) => ({
      output: tf.add(x, noise),
      slope: (dy) => dy,
    })),
    draws: 2 * inputs,
    prepareNoise: (uniform, number) => tf.mul(normal(uniform), number('stddev')),
  }
}

/** Sets units to SELU's saturation, then shifts and scales so that mean and variance stay (Klambauer et al. 2017). */
export function alphaDropoutLayer(layer: AlphaDropoutLayer, inputs: number): LaneLayer {
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
}

type Disturb = (
  x: Tensor,
  noise: Tensor,
  number: (name: string) => Tensor,
) => { output: Tensor; slope: (dy: Tensor) => Tensor }

function multiplied(x: Tensor, noise: Tensor): ReturnType<Disturb> {
  return { output: tf.mul(x, noise), slope: (dy) => tf.mul(dy, noise) }
}

function noiseLayer(
  name: string,
  units: number,
  numbers: Readonly<Record<string, number>>,
  disturb: Disturb,
): Omit<LaneLayer, 'draws' | 'prepareNoise'> {
  return {
    name,
    outputUnits: units,
    variables: {},
    numbers,
    pass(x, context): LayerPass {
      const { noise } = context
      if (!context.training || !noise) return { output: x, backward: (dy) => ({ dx: dy, gradients: {} }) }
      const { output, slope } = disturb(x, noise, (number) => context.number(number))
      return { output, backward: (dy) => ({ dx: slope(dy), gradients: {} }) }
    },
  }
}

/** 1 where a unit is kept. */
function kept(uniform: Tensor, rate: Tensor): Tensor {
  return tf.cast(tf.greaterEqual(uniform, rate), 'float32')
}

/** Standard normal draws from pairs of uniform ones (Box and Muller): `[…, 2 units]` to `[…, units]`. */
function normal(uniform: Tensor): Tensor {
  const [radius, angle] = tf.split(uniform, 2, -1) as [Tensor, Tensor]
  const length = tf.sqrt(tf.mul(tf.log(tf.sub(1, radius)), -2))
  return tf.mul(length, tf.cos(tf.mul(angle, 2 * Math.PI)))
}
