import { describe, expect, it } from 'vitest'
import type { StreamKey, Words4 } from './philox4x32.ts'
import { philox4x32, statelessUniform, statelessWords } from './philox4x32.ts'

// Known answers of Random123 (`kat_vectors`, philox4x32 10 rounds).
const KNOWN_BLOCKS: readonly { counter: Words4; key: StreamKey; expected: Words4 }[] = [
  { counter: [0, 0, 0, 0], key: [0, 0], expected: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    expected: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    expected: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
]

describe('philox4x32', () => {
  it.each(KNOWN_BLOCKS)('gives the known answer for $counter', ({ counter, key, expected }) => {
    expect(philox4x32(counter, key)).toEqual(expected)
  })
})

interface Known {
  readonly key: StreamKey
  readonly length: number
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly checksum: number
}

// Bits of the float32 results of TensorFlow 2.21's StatelessRandomUniform, and FNV-1a (32 bits) over all of them.
const KNOWN: readonly Known[] = [
  {
    key: [1, 2],
    length: 10,
    first: [1062736984, 1044686728, 1065289852],
    last: [1032156128, 1054929580, 1034787568],
    checksum: 4191604584,
  },
  {
    key: [0, 0],
    length: 4,
    first: [1045959792, 1060420882, 1061998836],
    last: [1060420882, 1061998836, 1061507748],
    checksum: 2851292848,
  },
  {
    key: [7, 0xffffffff],
    length: 5,
    first: [1059268292, 1064022480, 1055158240],
    last: [1055158240, 1047823648, 1025335680],
    checksum: 4017699923,
  },
  {
    key: [0x80000000, 0x7fffffff],
    length: 7,
    first: [1064376928, 1054718776, 1065065710],
    last: [1060412634, 1064177244, 1064263730],
    checksum: 3057437547,
  },
  {
    key: [0xdeadbeef, 0xcafebabe],
    length: 100003,
    first: [1060136432, 1065260124, 1055481076],
    last: [1042371984, 1064891908, 1035816064],
    checksum: 2934316897,
  },
  { key: [123456789, 3], length: 1, first: [1043259416], last: [1043259416], checksum: 1211953949 },
]

function checksum(bits: Uint32Array): number {
  let hash = 0x811c9dc5
  for (const word of bits) {
    for (let shift = 0; shift < 32; shift += 8) hash = Math.imul(hash ^ ((word >>> shift) & 255), 0x01000193)
  }
  return hash >>> 0
}

describe('statelessUniform', () => {
  it.each(KNOWN)(
    'equals the native operation for key $key, length $length',
    ({ key, length, first, last, checksum: sum }) => {
      const bits = new Uint32Array(statelessUniform(key, length).buffer)
      expect(bits.length).toBe(length)
      expect([...bits.subarray(0, first.length)]).toEqual(first)
      expect([...bits.subarray(-last.length)]).toEqual(last)
      expect(checksum(bits)).toBe(sum)
    },
  )

  it('reads on from any block', () => {
    const whole = statelessWords([5, 6], 40)
    expect(statelessWords([5, 6], 17, 3)).toEqual(whole.slice(12, 29))
  })
})
