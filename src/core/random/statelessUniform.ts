import type { RandomKey, Words4 } from './philox4x32.ts'
import { philox4x32, writePhilox4x32 } from './philox4x32.ts'

/** TensorFlow scrambles a seed with this fixed key first, so that either half of a seed may be the weak one. */
const SCRAMBLE_KEY: RandomKey = [0x3ec8f720, 0x02461e29]

/**
 * Random 32-bit words of the stream `key`, as TensorFlow's stateless operations (version 1) draw them from the
 * seed tensor int32 `[key[0], key[1]]`.
 */
export function statelessWords(key: RandomKey, length: number): Uint32Array {
  const words = new Uint32Array(length)
  writeWords(words, streamOf(key), 0)
  return words
}

/**
 * Uniform numbers in [0, 1), equal bit for bit to TensorFlow's `StatelessRandomUniform` (float, version 1) with
 * the seed tensor int32 `[key[0], key[1]]`: 23 random bits each.
 */
export function statelessUniform(key: RandomKey, length: number): Float32Array {
  const words = statelessWords(key, length)
  const numbers = new Float32Array(length)
  for (let i = 0; i < length; i++) numbers[i] = (words[i] & 0x7fffff) / 0x800000
  return numbers
}

/** Where a key's words are found. */
export interface WordStream {
  readonly k0: number
  readonly k1: number
  readonly low: number
  readonly high: number
}

/** The stream of words that `key` names. */
export function streamOf(key: RandomKey): WordStream {
  const [k0, k1, low, high] = philox4x32(seedCounter(key), SCRAMBLE_KEY)
  return { k0, k1, low, high }
}

/** Fills `words` with the stream's words from `4 * firstBlock` on. */
export function writeWords(words: Uint32Array, { k0, k1, low, high }: WordStream, firstBlock: number): void {
  for (let i = 0; i < words.length; i += 4) {
    const block = firstBlock + i / 4
    writePhilox4x32(words, i, block >>> 0, Math.floor(block / 0x100000000) >>> 0, low, high, k0, k1)
  }
}

// A seed of type int32 is widened with its sign, so a key with the high bit set fills the upper word with ones.
function seedCounter([k0, k1]: RandomKey): Words4 {
  return [k0 >>> 0, (k0 >> 31) >>> 0, k1 >>> 0, (k1 >> 31) >>> 0]
}
