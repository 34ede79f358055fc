import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { FrameReader, framed } from './frames.ts'

const contents = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 })

function fileOf(records: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(records.map((content) => framed(content, crc32)))
}

function readAll(file: Uint8Array, pieceBytes = file.length) {
  const reader = new FrameReader(crc32)
  const read: Uint8Array[] = []
  for (let at = 0; at < file.length; at += pieceBytes) read.push(...reader.push(file.subarray(at, at + pieceBytes)))
  return { read: read.map((content) => [...content]), reader }
}

describe('records of a growing file', () => {
  it('come back as they were written, however the bytes are cut', () => {
    fc.assert(
      fc.property(contents, fc.integer({ min: 1, max: 50 }), (records, pieceBytes) => {
        const { read, reader } = readAll(fileOf(records), pieceBytes)
        expect(read).toEqual(records.map((content) => [...content]))
        expect(reader).toMatchObject({ isDamaged: false, pendingBytes: 0 })
      }),
    )
  })

  it('are joined once they are whole, however small the pieces: each byte is copied a few times', () => {
    const file = fileOf([new Uint8Array(2_000_000)])
    const copies = vi.spyOn(Uint8Array.prototype, 'set')
    const { read } = readAll(file, 64)
    const copied = copies.mock.calls.reduce((sum, [bytes]) => sum + bytes.length, 0)
    copies.mockRestore()
    expect(read).toHaveLength(1)
    // Joined at every one of 31 000 pieces, it would be 15 000 times the file.
    expect(copied).toBeGreaterThan(0)
    expect(copied).toBeLessThan(3 * file.length)
  })

  it('are left out where the file is torn, and only the last one', () => {
    fc.assert(
      fc.property(contents, fc.nat(), (records, at) => {
        const file = fileOf(records)
        const torn = file.subarray(0, file.length === 0 ? 0 : at % file.length)
        const { read, reader } = readAll(torn)
        expect(read).toEqual(records.slice(0, read.length).map((content) => [...content]))
        const wholeBytes = fileOf(records.slice(0, read.length)).length
        expect(reader).toMatchObject({ isDamaged: false, pendingBytes: torn.length - wholeBytes })
      }),
    )
  })

  it('end at a hole, which is full of zeros', () => {
    const { read, reader } = readAll(Buffer.concat([fileOf([Uint8Array.of(7)]), new Uint8Array(64)]))
    expect(read).toEqual([[7]])
    expect(reader.isDamaged).toBe(true)
  })

  it('end where a bit is flipped: no damaged content is ever returned', () => {
    const nonEmpty = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(nonEmpty, fc.nat(), (records, bit) => {
        const file = Buffer.from(fileOf(records))
        const at = bit % (file.length * 8)
        file[at >> 3] ^= 1 << (at & 7)
        const { read, reader } = readAll(file)
        expect(read.length).toBeLessThan(records.length)
        expect(read).toEqual(records.slice(0, read.length).map((content) => [...content]))
        expect(reader.isDamaged || reader.pendingBytes > 0).toBe(true)
        // What comes later is not taken for records either.
        expect(reader.isDamaged ? reader.push(fileOf(records)) : []).toEqual([])
      }),
    )
  })
})
