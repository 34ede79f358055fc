import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeColumns, encodeColumns } from './columnBlob.ts'
import { decodePredictions, encodePredictions } from './predictionColumns.ts'

const numbers = fc.array(
  fc.oneof(fc.double(), fc.integer(), fc.float(), fc.constantFrom(-0, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31))),
)

describe('columns of numbers', () => {
  it('come back bit for bit, with their names in order', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), numbers), (columns) => {
        const back = decodeColumns(encodeColumns(columns))
        expect(Object.keys(back)).toEqual(Object.keys(columns))
        for (const [name, values] of Object.entries(columns)) {
          expect(back[name].length).toBe(values.length)
          expect(back[name].every((value, index) => Object.is(value, values[index]))).toBe(true)
        }
      }),
    )
  })

  it('take less room than as they are', () => {
    const accuracy = Array.from(
      { length: 300 },
      (_, epoch) => Math.round(187 * (1 - 0.4 * Math.exp(-epoch / 60))) / 187,
    )
    expect(encodeColumns({ accuracy }).length).toBeLessThan(300 * 8 * 0.4)
  })

  it('are refused when damaged', () => {
    const blob = encodeColumns({ loss: [1, 2, 3.3] })
    expect(() => decodeColumns(blob.with(0, 9))).toThrow(expect.objectContaining({ code: 'workspace/damaged' }))
    expect(() => decodeColumns(blob.subarray(0, 4))).toThrow(expect.objectContaining({ code: 'workspace/damaged' }))
  })

  it('never fail otherwise, whichever bit is damaged', () => {
    const blob = encodeColumns({ loss: [1, 2, 3.3], epoch: [1, 2, 3], accuracy: [0.5, 0.25, 0.125] })
    let refusals = 0
    for (let bit = 0; bit < 8 * blob.length; bit++) {
      const byte = bit >> 3
      try {
        decodeColumns(blob.with(byte, blob[byte] ^ (1 << (bit & 7))))
      } catch (error) {
        expect(error).toMatchObject({ code: 'workspace/damaged', hint: expect.any(String) as string })
        refusals++
      }
    }
    expect(refusals).toBeGreaterThan(4 * blob.length)
  })
})

describe('predictions', () => {
  it.each([
    { rows: [0, 5, 7], values: [0.1, 0.25, 1] },
    {
      rows: [3, 1],
      values: [
        [0.2, 0.3, 0.5],
        [0, 0, 1],
      ],
    },
    { rows: [], values: [] },
  ])('come back as they were: %j', (predictions) => {
    expect(decodePredictions(encodePredictions(predictions))).toEqual(predictions)
  })
})
