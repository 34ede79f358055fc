import { KeyedStream } from './keyedStream.ts'
import type { StreamKey } from './philox4x32.ts'

/** `count` uniform numbers in [0, 1) of 53 bits each. */
export function keyedUniforms(key: StreamKey, count: number): Float64Array {
  const stream = new KeyedStream(key)
  return Float64Array.from({ length: count }, () => stream.nextDouble())
}
