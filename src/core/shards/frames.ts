/**
 * Records in a file that grows: length and CRC-32 (4 bytes each, little-endian), then the content. Whoever reads while another
 * program writes sees whole records only.
 */
import { HoldoutError } from '../errors.ts'
import { joinArrays } from '../joinArrays.ts'

/** CRC-32 of bytes, as zlib has it. */
export type Checksum = (bytes: Uint8Array) => number

const HEADER_BYTES = 8
/** A longer record is none: its length was damaged. Nor is an empty one: it is what a hole in a file looks like. */
const LARGEST_RECORD = 1 << 30

/** `content` as one record. @throws HoldoutError `bug/record-size` */
export function framed(content: Uint8Array, crc32: Checksum): Uint8Array {
  if (content.length === 0 || content.length > LARGEST_RECORD)
    throw new HoldoutError(
      'bug/record-size',
      `expected a record of 1 byte to 1 GiB, received ${String(content.length)} bytes`,
    )
  const record = new Uint8Array(HEADER_BYTES + content.length)
  const header = new DataView(record.buffer)
  header.setUint32(0, content.length, true)
  header.setUint32(4, crc32(content), true)
  record.set(content, HEADER_BYTES)
  return record
}

/** Reads records from bytes as they come. A damaged record ends the reading: what stands behind it cannot be found again. */
export class FrameReader {
  readonly #crc32: Checksum
  /** What has come of the next record, piece by piece: joined once it is whole. */
  #pieces: Uint8Array[] = []
  #pendingBytes = 0
  /** Bytes from which on there is more to read: a whole header, then a whole record. */
  #wantedBytes = HEADER_BYTES
  #isDamaged = false

  constructor(crc32: Checksum) {
    this.#crc32 = crc32
  }

  /** Whether a record was met that is not what was written. */
  get isDamaged(): boolean {
    return this.#isDamaged
  }

  /** Bytes of a record that has not come whole. */
  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** Contents of the records that are whole with these bytes, in order. The bytes are kept, and must not change. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    if (this.#isDamaged) return []
    this.#pieces.push(bytes)
    this.#pendingBytes += bytes.length
    const contents: Uint8Array[] = []
    while (this.#pendingBytes >= this.#wantedBytes) {
      const content = this.#next(this.#joined())
      if (content) contents.push(content)
    }
    return contents
  }

  /** Reads a record where it is whole, else how long it will be. */
  #next(rest: Uint8Array): Uint8Array | undefined {
    const header = new DataView(rest.buffer, rest.byteOffset, HEADER_BYTES)
    const length = header.getUint32(0, true)
    const end = HEADER_BYTES + length
    if (length === 0 || length > LARGEST_RECORD) {
      this.#giveUp()
      return undefined
    }
    if (rest.length < end) {
      this.#wantedBytes = end
      return undefined
    }
    const content = rest.slice(HEADER_BYTES, end)
    if (this.#crc32(content) !== header.getUint32(4, true)) {
      this.#giveUp()
      return undefined
    }
    this.#wantedBytes = HEADER_BYTES
    this.#keep(rest.subarray(end))
    return content
  }

  #keep(rest: Uint8Array): void {
    this.#pieces = rest.length === 0 ? [] : [rest]
    this.#pendingBytes = rest.length
  }

  #joined(): Uint8Array {
    if (this.#pieces.length === 1) return this.#pieces[0]
    const all = joinArrays(Uint8Array, this.#pieces)
    this.#pieces = [all]
    return all
  }

  #giveUp(): void {
    this.#isDamaged = true
    this.#keep(new Uint8Array(0))
  }
}
