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
    case 'randomUniform':
      return scaled(statelessUniform(key, size), initializer.maxValue - initializer.minValue, initializer.minValue)
    default:
      return varianceScaled(initializer.type, shape, key)
  }
}

type VarianceScaling = Extract<Initializer, { type: `${'glorot' | 'he' | 'lecun'}${string}` }>['type']

/** Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998: the variance is `scale / fan`. */
function varianceScaled(type: VarianceScaling, shape: WeightShape, key: RandomKey): Float32Array {
  const fanIn = shape.rank === 2 ? shape.rows : shape.columns
  const fanOut = shape.columns
  const variance = type.startsWith('glorot') ? 2 / (fanIn + fanOut) : (type.startsWith('he') ? 2 : 1) / fanIn
  const size = shape.rows * shape.columns
  if (type.endsWith('Normal'))
    return scaled(keyedTruncatedNormals(key, size), Math.sqrt(variance) / TRUNCATED_STDDEV, 0)
  const limit = Math.sqrt(3 * variance)
  return scaled(statelessUniform(key, size), 2 * limit, -limit)
}

// A plain loop: `from` with a function takes many times as long, and a wide network has millions of weights.
function scaled(draws: ArrayLike<number>, scale: number, shift: number): Float32Array {
  const weights = new Float32Array(draws.length)
  for (let i = 0; i < weights.length; i++) weights[i] = draws[i] * scale + shift
  return weights
}
