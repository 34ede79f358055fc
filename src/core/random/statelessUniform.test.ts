import { describe, expect, it } from 'vitest'
import type { RandomKey } from './philox4x32.ts'
import { statelessUniform, statelessWords, streamOf, writeWords } from './statelessUniform.ts'

interface Known {
  readonly key: RandomKey
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
    const part = new Uint32Array(17)
    writeWords(part, streamOf([5, 6]), 3)
    expect(part).toEqual(whole.slice(12, 29))
  })
})
