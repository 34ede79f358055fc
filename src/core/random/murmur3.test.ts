import { describe, expect, it } from 'vitest'
import { hashToHex, murmur3 } from './murmur3.ts'

describe('murmur3', () => {
  // SMHasher's own check: the hash of the hashes of {0}, {0,1}, … under the seeds 256, 255, …
  it('has the verification value of the reference implementation', () => {
    const hashes = new Uint8Array(256 * 16)
    const view = new DataView(hashes.buffer)
    for (let i = 0; i < 256; i++) {
      const bytes = Uint8Array.from({ length: i }, (_, j) => j)
      murmur3(bytes, 256 - i).forEach((word, w) => view.setUint32(16 * i + 4 * w, word, true))
    }
    expect(murmur3(hashes)[0]).toBe(0xb3ece62a)
  })

  it('does not depend on where its bytes lie in their buffer', () => {
    const buffer = Uint8Array.from({ length: 41 }, (_, i) => i * 7)
    expect(murmur3(buffer.subarray(3, 38))).toEqual(murmur3(buffer.slice(3, 38)))
  })

  it('prints as 32 hexadecimal digits', () => {
    expect(hashToHex([1, 0xabc, 0, 0xffffffff])).toBe('0000000100000abc00000000ffffffff')
  })
})
