/**
 * The operations the engine needs beyond plain tfjs, for whichever backend runs: keyed random numbers,
 * and gradients that TensorFlow has as one operation and tfjs spells in five.
 */
import { statelessUniform } from '../../core/random/statelessUniform.ts'
import type { NativeBackend } from './nativeBackend.ts'
import type { Tensor } from './tensorTypes.ts'
import { tf } from './tf.ts'

export interface LaneBackend {
  /** Set where the native library runs: programs can be compiled. */
  readonly native: NativeBackend | undefined
  /** Operations that may run at once. */
  readonly threads: number
  /** Uniform draws in [0, 1) keyed by `seed` (int32, shape [2]): TensorFlow's `StatelessRandomUniform`. */
  uniform(shape: readonly number[], seed: Tensor): Tensor
  /** `dy` where `y > 0`, else 0. */
  reluGradient(dy: Tensor, y: Tensor): Tensor
  /** `dy * y * (1 - y)`. */
  sigmoidGradient(dy: Tensor, y: Tensor): Tensor
  /** `dy * (1 - y²)`. */
  tanhGradient(dy: Tensor, y: Tensor): Tensor
}

/** The operations as native TensorFlow has them. */
export function nativeLaneBackend(native: NativeBackend, threads: number): LaneBackend {
  const { binding } = native
  const floatType = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }
  const gradient = (op: string, first: Tensor, second: Tensor) =>
    native.executeSingleOutput(op, [floatType], [first, second])
  return {
    native,
    threads,
    uniform: (shape, seed) =>
      native.executeSingleOutput(
        'StatelessRandomUniform',
        [
          { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
          { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
          { name: 'Tseed', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
        ],
        [tf.tensor1d([...shape], 'int32'), seed],
      ),
    reluGradient: (dy, y) => gradient('ReluGrad', dy, y),
    sigmoidGradient: (dy, y) => gradient('SigmoidGrad', y, dy),
    tanhGradient: (dy, y) => gradient('TanhGrad', y, dy),
  }
}

/** The same operations in plain tfjs, bit for bit where they draw. */
export const portableLaneBackend: LaneBackend = {
  native: undefined,
  threads: 1,
  uniform: (shape, seed) => {
    const [first = 0, second = 0] = seed.dataSync<'int32'>()
    const size = shape.reduce((product, length) => product * length, 1)
    return tf.tensor(statelessUniform([first, second], size), [...shape], 'float32')
  },
  reluGradient: (dy, y) => tf.mul(dy, tf.cast(tf.greater(y, 0), 'float32')),
  sigmoidGradient: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  tanhGradient: (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
}
