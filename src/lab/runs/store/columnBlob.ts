/**
 * Columns of numbers as one compressed blob, given back bit for bit: what histories and predictions are stored as.
 *
 * Layout: 1 byte format, 4 bytes CRC-32 of what follows (little-endian), then deflated: 4 bytes header length (little-endian), header (JSON: name, type, length of each
 * column), the columns one after the other in the narrowest type that holds every value exactly.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { HoldoutError } from '../../../core/errors.ts'

/** Columns by name, in order. */
export type Columns = Readonly<Record<string, readonly number[]>>

/** A column in the narrowest type that holds its values. */
export type ColumnArray = Int32Array | Float32Array | Float64Array

type ColumnType = 'int32' | 'float32' | 'float64'
interface ColumnHeader {
  readonly name: string
  readonly type: ColumnType
  readonly length: number
}

/** Of blobs from before there were checksums. */
const FORMAT_WITHOUT_SUM = 1
const FORMAT = 2
const SUM_BYTES = 4
/** Fast: higher levels were measured to gain 1 % for twice the time. */
const LEVEL = 1
/** What is unpacked comes in one piece, unless it grows more than columns of numbers do. */
const LEAST_CHUNK = 1 << 12
const GROWTH = 4
const BYTES: Readonly<Record<ColumnType, number>> = { int32: 4, float32: 4, float64: 8 }
const ARRAYS = { int32: Int32Array, float32: Float32Array, float64: Float64Array } as const

/** These columns as a blob. */
export function encodeColumns(columns: Columns): Uint8Array {
  const headers = Object.entries(columns).map(([name, values]): ColumnHeader => ({
    name,
    type: narrowestType(values),
    length: values.length,
  }))
  const text = Buffer.from(JSON.stringify(headers))
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32LE(text.length)
  const parts = headers.map(({ name, type }) => bytesOf(ARRAYS[type].from(columns[name])))
  const packed = deflateRawSync(Buffer.concat([prefix, text, ...parts]), { level: LEVEL })
  const sum = Buffer.alloc(SUM_BYTES)
  sum.writeUInt32LE(crc32(packed))
  return Buffer.concat([Buffer.of(FORMAT), sum, packed])
}

/** The columns of a blob. @throws HoldoutError `workspace/damaged` when it is none. */
export function decodeColumns(blob: Uint8Array): Record<string, number[]> {
  const columns = Object.entries(decodeArrays(blob))
  return Object.fromEntries(columns.map(([name, values]) => [name, Array.from<number>(values)]))
}

/** As {@link decodeColumns}, in the types that are stored: for columns of many numbers. */
export function decodeArrays(blob: Uint8Array): Record<string, ColumnArray> {
  const packed = packedIn(blob)
  try {
    return unpacked(inflateRawSync(packed, { chunkSize: Math.max(LEAST_CHUNK, GROWTH * packed.length) }))
  } catch (cause) {
    throw unreadable('they cannot be unpacked', cause)
  }
}

/** Checks a blob whose numbers are not wanted. @throws HoldoutError `workspace/damaged` where it is not what was written */
export function checkColumns(blob: Uint8Array): void {
  if (blob[0] === FORMAT_WITHOUT_SUM) decodeArrays(blob)
  else packedIn(blob)
}

/** @throws HoldoutError `workspace/damaged` where the bytes are not what was written */
function packedIn(blob: Uint8Array): Uint8Array {
  if (blob[0] === FORMAT_WITHOUT_SUM) return blob.subarray(1)
  if (blob[0] !== FORMAT || blob.length < 1 + SUM_BYTES) throw unreadable(`format ${String(blob[0])}`)
  const packed = blob.subarray(1 + SUM_BYTES)
  const sum = new DataView(blob.buffer, blob.byteOffset + 1).getUint32(0, true)
  if (sum !== crc32(packed)) throw unreadable('they are not what was written')
  return packed
}

/** @throws whatever the bytes lead to where they are not what was packed */
function unpacked(bytes: Buffer): Record<string, ColumnArray> {
  const start = 4 + bytes.readUInt32LE(0)
  const headers = JSON.parse(bytes.toString('utf8', 4, start)) as readonly ColumnHeader[]
  let at = start
  const columns = headers.map(({ name, type, length }) => {
    const from = at
    at += length * BYTES[type]
    // Copied, because a typed array must begin at a multiple of its size.
    const { buffer } = new Uint8Array(bytes.subarray(from, at))
    return [name, new ARRAYS[type](buffer)] as const
  })
  if (at !== bytes.length) throw new RangeError(`${String(bytes.length)} bytes where ${String(at)} are told of`)
  return Object.fromEntries(columns)
}

function narrowestType(values: readonly number[]): ColumnType {
  if (values.every((value) => Object.is(value | 0, value))) return 'int32'
  return values.every((value) => Object.is(Math.fround(value), value)) ? 'float32' : 'float64'
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array | Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function unreadable(what: string, cause?: unknown): HoldoutError {
  return new HoldoutError('workspace/damaged', `Stored numbers of a fit cannot be read: ${what}.`, {
    hint: 'Restore the workspace from its last good backup with "holdout runs recover".',
    cause,
  })
}
