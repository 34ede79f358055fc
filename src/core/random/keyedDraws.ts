import { KeyedStream } from './keyedStream.ts'
import { normalsOf } from './normalsOf.ts'
import type { RandomKey } from './philox4x32.ts'

/** `count` standard normal numbers (Box and Muller 1958). */
export function keyedNormals(key: RandomKey, count: number): Float64Array {
  const next = normalsOf(new KeyedStream(key))
  return Float64Array.from({ length: count }, next)
}

/** `count` standard normal numbers of magnitude at most 2: those beyond are drawn anew, as TensorFlow and Keras do. */
export function keyedTruncatedNormals(key: RandomKey, count: number): Float64Array {
  const next = normalsOf(new KeyedStream(key))
  return Float64Array.from({ length: count }, () => {
    let value = next()
    while (Math.abs(value) > 2) value = next()
    return value
  })
}

/** The numbers 0 … `count` - 1 in random order, every order equally likely (Fisher and Yates). */
export function keyedPermutation(key: RandomKey, count: number): Int32Array {
  return new KeyedStream(key).permutation(count)
}
