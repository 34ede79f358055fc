import type { RandomKey, Words4 } from './philox4x32.ts'
import { philox4x32, writePhilox4x32 } from './philox4x32.ts'

/** TensorFlow scrambles a seed with this fixed key first, so that either half of a seed may be the weak one. */
const SCRAMBLE_KEY: RandomKey = [0x3ec8f720, 0x02461e29]

/**
 * Random 32-bit words of the stream `key`, as TensorFlow's stateless operations (version 1) draw them from the
 * seed tensor int32 `[key[0], key[1]]`. Words from `4 * firstBlock` on.
 */
export function statelessWords(key: RandomKey, length: number, firstBlock = 0): Uint32Array {
  const words = new Uint32Array(length)
  const stream = streamOf(key)
  for (let i = 0; i < length; i += 4) writeBlock(words, i, stream, firstBlock + i / 4)
  return words
}

/**
 * Uniform numbers in [0, 1), equal bit for bit to TensorFlow's `StatelessRandomUniform` (float, version 1) with
 * the seed tensor int32 `[key[0], key[1]]`: 23 random bits each.
 */
export function statelessUniform(key: RandomKey, length: number): Float32Array {
  const words = statelessWords(key, length)
  return Float32Array.from(words, (word) => (word & 0x7fffff) / 0x800000)
}

interface Stream {
  readonly key: RandomKey
  readonly low: number
  readonly high: number
}

function streamOf(key: RandomKey): Stream {
  const mixed = philox4x32(seedCounter(key), SCRAMBLE_KEY)
  return { key: [mixed[0], mixed[1]], low: mixed[2], high: mixed[3] }
}

// A seed of type int32 is widened with its sign, so a key with the high bit set fills the upper word with ones.
function seedCounter([k0, k1]: RandomKey): Words4 {
  return [k0 >>> 0, (k0 >> 31) >>> 0, k1 >>> 0, (k1 >> 31) >>> 0]
}

function writeBlock(words: Uint32Array, at: number, { key, low, high }: Stream, block: number): void {
  writePhilox4x32(words, at, [block >>> 0, Math.floor(block / 0x100000000) >>> 0, low, high], key)
}
