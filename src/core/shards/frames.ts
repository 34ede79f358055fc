/**
 * Records in a file that grows: length and CRC-32 (4 bytes each, little-endian), then the content. Whoever reads while another
 * program writes sees whole records only.
 */
import { HoldoutError } from '../errors.ts'

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
  #rest: Uint8Array = new Uint8Array(0)
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
    return this.#isDamaged ? 0 : this.#rest.length
  }

  /** Contents of the records that are whole with these bytes, in order. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    if (this.#isDamaged) return []
    this.#rest = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes)
    const contents: Uint8Array[] = []
    for (let content = this.#next(); content !== undefined; content = this.#next()) contents.push(content)
    return contents
  }

  #next(): Uint8Array | undefined {
    if (this.#rest.length < HEADER_BYTES) return undefined
    const header = new DataView(this.#rest.buffer, this.#rest.byteOffset, HEADER_BYTES)
    const length = header.getUint32(0, true)
    if (length === 0 || length > LARGEST_RECORD) {
      this.#giveUp()
      return
    }
    const end = HEADER_BYTES + length
    if (this.#rest.length < end) return undefined
    const content = this.#rest.slice(HEADER_BYTES, end)
    if (this.#crc32(content) !== header.getUint32(4, true)) {
      this.#giveUp()
      return
    }
    this.#rest = this.#rest.subarray(end)
    return content
  }

  #giveUp(): undefined {
    this.#isDamaged = true
    this.#rest = new Uint8Array(0)
    return undefined
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
