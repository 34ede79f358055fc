/** Two 32-bit words that name a stream of random numbers. */
export type RandomKey = readonly [number, number]

/** Four 32-bit words: a place in a stream, or the random bits found there. */
export type Words4 = readonly [number, number, number, number]

const ROUNDS = 10
const MULTIPLIER_0 = 0xd2511f53
const MULTIPLIER_1 = 0xcd9e8d57
const WEYL_0 = 0x9e3779b9
const WEYL_1 = 0xbb67ae85

/**
 * Philox4x32-10, a counter-based generator: the bits at `counter` of the stream `key`, without the ones before.
 *
 * Source: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3".
 */
export function philox4x32(counter: Words4, key: RandomKey): Words4 {
  const words = new Uint32Array(4)
  writePhilox4x32(words, 0, counter[0], counter[1], counter[2], counter[3], key[0], key[1])
  return [words[0], words[1], words[2], words[3]]
}

/**
 * The same, written to `words` from `at` on (as many of the four as there is room for). Takes numbers and not lists, and makes
 * nothing that would have to be collected: shuffles call it hundreds of thousands of times.
 */
export function writePhilox4x32(
  words: Uint32Array,
  at: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0)
    const high1 = multiplyHigh(MULTIPLIER_1, c2)
    const low0 = Math.imul(MULTIPLIER_0, c0)
    const low1 = Math.imul(MULTIPLIER_1, c2)
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + WEYL_0) | 0
    k1 = (k1 + WEYL_1) | 0
  }
  // Writing beyond the end of a typed array does nothing.
  words[at] = c0
  words[at + 1] = c1
  words[at + 2] = c2
  words[at + 3] = c3
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers, from products of their halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const low = Math.imul(aLow, bLow)
  const middle1 = Math.imul(aLow, bHigh)
  const middle2 = Math.imul(aHigh, bLow)
  const carry = (low >>> 16) + (middle1 & 0xffff) + (middle2 & 0xffff)
  return (Math.imul(aHigh, bHigh) + (middle1 >>> 16) + (middle2 >>> 16) + (carry >>> 16)) | 0
}
