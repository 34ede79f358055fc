import { KeyedStream } from './keyedStream.ts'
import type { StreamKey } from './philox4x32.ts'

/** The numbers 0 … `count` - 1 in random order, every order equally likely (Fisher and Yates). */
export function keyedPermutation(key: StreamKey, count: number): Int32Array {
  const stream = new KeyedStream(key)
  const order = Int32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = stream.interval(i)
    const kept = order[i]
    order[i] = order[j]
    order[j] = kept
  }
  return order
}
