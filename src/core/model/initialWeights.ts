/** First weights of a variable, drawn from a keyed stream (Keras's initializers). */
import type { Initializer } from './modelSpec.ts'
import { keyedNormals, keyedTruncatedNormals } from '../random/keyedDraws.ts'
import type { RandomKey } from '../random/philox4x32.ts'
import { statelessUniform } from '../random/statelessUniform.ts'

/** The shape of a weight: a kernel `[rows, columns]`, or a vector, which has one row. */
export interface WeightShape {
  readonly rows: number
  readonly columns: number
  /** Rank in Keras. */
  readonly rank: 1 | 2
}

/** Standard deviation of a standard normal cut off at two: Keras divides by it so that the wanted one comes out. */
const TRUNCATED_STDDEV = 0.87962566103423978

/** `rows * columns` values in row order. */
export function initialWeights(initializer: Initializer, shape: WeightShape, key: RandomKey): Float32Array {
  const size = shape.rows * shape.columns
  switch (initializer.type) {
    case 'zeros':
      return new Float32Array(size)
    case 'ones':
      return new Float32Array(size).fill(1)
    case 'constant':
      return new Float32Array(size).fill(initializer.value)
    case 'randomNormal':
      return scaled(keyedNormals(key, size), initializer.stddev, initializer.mean)
    case 'truncatedNormal':
      return scaled(keyedTruncatedNormals(key, size), initializer.stddev, initializer.mean)
    case 'glorotNormal':
    case 'heNormal':
    case 'lecunNormal':
      return scaled(
        keyedTruncatedNormals(key, size),
        Math.sqrt(varianceOf(initializer.type, shape)) / TRUNCATED_STDDEV,
        0,
      )
    default: {
      const { scale, shift } = rangeOf(initializer, shape)
      return scaled(statelessUniform(key, size), scale, shift)
    }
  }
}

/** What draws in [0, 1) are multiplied by and then moved by. */
interface UniformRange {
  readonly scale: number
  readonly shift: number
}

type VarianceScaling = Extract<Initializer, { type: `${'glorot' | 'he' | 'lecun'}${string}` }>['type']
type UniformInitializer = Extract<Initializer, { type: 'randomUniform' } | { type: VarianceScaling }>

/** The range of first weights that are the draws of `statelessUniform`; absent where they are drawn otherwise, or not at all. */
export function uniformRange(initializer: Initializer, shape: WeightShape): UniformRange | undefined {
  switch (initializer.type) {
    case 'randomUniform':
    case 'glorotUniform':
    case 'heUniform':
    case 'lecunUniform':
      return rangeOf(initializer, shape)
    default:
      return undefined
  }
}

function rangeOf(initializer: UniformInitializer, shape: WeightShape): UniformRange {
  if (initializer.type === 'randomUniform')
    return { scale: initializer.maxValue - initializer.minValue, shift: initializer.minValue }
  const limit = Math.sqrt(3 * varianceOf(initializer.type, shape))
  return { scale: 2 * limit, shift: -limit }
}

/** Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998: the variance is `scale / fan`. */
function varianceOf(type: VarianceScaling, shape: WeightShape): number {
  const fanIn = shape.rank === 2 ? shape.rows : shape.columns
  const fanOut = shape.columns
  return type.startsWith('glorot') ? 2 / (fanIn + fanOut) : (type.startsWith('he') ? 2 : 1) / fanIn
}

// A plain loop: `from` with a function takes many times as long, and a wide network has millions of weights.
function scaled(draws: ArrayLike<number>, scale: number, shift: number): Float32Array {
  const weights = new Float32Array(draws.length)
  for (let i = 0; i < weights.length; i++) weights[i] = draws[i] * scale + shift
  return weights
}
