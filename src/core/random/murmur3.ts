/** The 128-bit hash of MurmurHash3 for 32-bit machines: four 32-bit words. Not for secrets. */
export type Hash128 = readonly [number, number, number, number]

const C = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const
const KEY_ROTATION = [15, 16, 17, 18] as const
const STATE_ROTATION = [19, 17, 15, 13] as const
const STATE_ADDEND = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17] as const

/**
 * MurmurHash3_x86_128 of `bytes` (Austin Appleby, public domain): names and numbers to well-spread keys.
 *
 * The same bits everywhere, which a hash of the platform would not promise and core may not ask for.
 */
export function murmur3(bytes: Uint8Array, seed = 0): Hash128 {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const h: Words = [seed >>> 0, seed >>> 0, seed >>> 0, seed >>> 0]
  const blocks = bytes.length >>> 4
  for (let b = 0; b < blocks; b++) mixBlock(h, view, b * 16)
  mixTail(h, bytes.subarray(blocks * 16))
  finish(h, bytes.length)
  return [h[0] >>> 0, h[1] >>> 0, h[2] >>> 0, h[3] >>> 0]
}

/** A hash as 32 hexadecimal digits. */
export function hashToHex(hash: Hash128): string {
  return hash.map((word) => word.toString(16).padStart(8, '0')).join('')
}

type Words = [number, number, number, number]

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by))
}

function scramble(k: number, i: number): number {
  return Math.imul(rotate(Math.imul(k, C[i]), KEY_ROTATION[i]), C[(i + 1) % 4])
}

function mixBlock(h: Words, view: DataView, at: number): void {
  for (let i = 0; i < 4; i++) {
    const mixed = rotate(h[i] ^ scramble(view.getUint32(at + 4 * i, true), i), STATE_ROTATION[i])
    h[i] = (Math.imul((mixed + h[(i + 1) % 4]) | 0, 5) + STATE_ADDEND[i]) | 0
  }
}

function mixTail(h: Words, tail: Uint8Array): void {
  const k: Words = [0, 0, 0, 0]
  tail.forEach((byte, i) => (k[i >>> 2] |= byte << (8 * (i & 3))))
  for (let i = 0; i < 4; i++) h[i] ^= scramble(k[i], i)
}

function finish(h: Words, length: number): void {
  for (let i = 0; i < 4; i++) h[i] ^= length
  spread(h)
  for (let i = 0; i < 4; i++) h[i] = avalanche(h[i])
  spread(h)
}

function spread(h: Words): void {
  h[0] = (h[0] + h[1] + h[2] + h[3]) | 0
  for (let i = 1; i < 4; i++) h[i] = (h[i] + h[0]) | 0
}

function avalanche(x: number): number {
  let h = x ^ (x >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}
