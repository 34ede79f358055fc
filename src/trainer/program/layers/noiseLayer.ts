/**
 * What layers that draw have in common.
 *
 * What follows from a rate is worked out on the host in double precision, as in Keras: in float32 `1 - rate` loses the digits
 * of a rate near 1.
 */
import type { Tensor } from '../../backend/tensorTypes.ts'
import { tf } from '../../backend/tf.ts'
import type { LaneLayer, LayerPass } from './laneLayer.ts'

/** What noise does to the values that enter, and to a gradient on its way back. */
type Disturb = (
  x: Tensor,
  noise: Tensor,
  number: (name: string) => Tensor,
) => { output: Tensor; slope: (dy: Tensor) => Tensor }

/** Multiplies by the noise. */
export function multiplied(x: Tensor, noise: Tensor): ReturnType<Disturb> {
  return { output: tf.mul(x, noise), slope: (dy) => tf.mul(dy, noise) }
}

/** A layer without weights that noise acts on while training; at rest while predicting. */
export function noiseLayer(
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
export function kept(uniform: Tensor, rate: Tensor): Tensor {
  return tf.cast(tf.greaterEqual(uniform, rate), 'float32')
}

/** Standard normal draws from pairs of uniform ones (Box and Muller): `[…, 2 units]` to `[…, units]`. */
export function normal(uniform: Tensor): Tensor {
  const [radius, angle] = tf.split(uniform, 2, -1) as [Tensor, Tensor]
  const length = tf.sqrt(tf.mul(tf.log(tf.sub(1, radius)), -2))
  return tf.mul(length, tf.cos(tf.mul(angle, 2 * Math.PI)))
}
