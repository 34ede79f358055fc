import { createWriteStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'

/**
 * A reader for zip files (a wheel is one), since Node has none: as much as a wheel needs, checked against the
 * checksums in its directory.
 *
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc
 * @property {number} packedSize bytes
 * @property {number} size bytes, unpacked
 * @property {number} offset where its local header begins
 */

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const endLength = 22
const longestComment = 65_535
const streamedFrom = 4_000_000

/**
 * The directory of a zip file.
 * @param {import('node:fs/promises').FileHandle} file
 * @returns {Promise<ZipEntry[]>}
 * @throws {Error} when the file is cut short or no zip
 */
export async function readDirectory(file) {
  const { size } = await file.stat()
  const tail = await readAt(file, Math.max(0, size - endLength - longestComment), size)
  const at = findEnd(tail)
  const count = tail.readUInt16LE(at + 10)
  const length = tail.readUInt32LE(at + 12)
  const offset = tail.readUInt32LE(at + 16)
  if (count === 0xffff || offset === 0xffffffff)
    throw new Error('the archive is a zip64 one, which a wheel of this size is not')
  return parseEntries(await readAt(file, offset, offset + length), count)
}

/** @param {Buffer} tail */
function findEnd(tail) {
  for (let at = tail.length - endLength; at >= 0; at--) if (tail.readUInt32LE(at) === endSignature) return at
  throw new Error('the archive has no directory: it is cut short, or no zip file')
}

/**
 * @param {Buffer} bytes
 * @param {number} count
 */
function parseEntries(bytes, count) {
  const entries = []
  for (let at = 0, index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new Error('the directory of the archive is damaged')
    const nameLength = bytes.readUInt16LE(at + 28)
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * Unpacks one entry into `folder`, under its own name less `prefix`.
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {{ folder: string, prefix: string }} into
 * @returns {Promise<void>}
 * @throws {Error} when length or checksum differ from the directory's, or the name leads out of the folder
 */
export async function unpackEntry(file, entry, { folder, prefix }) {
  const relative = entry.name.slice(prefix.length)
  if (relative.split(/[\\/]/).includes('..')) throw new Error(`${entry.name} leads out of its folder`)
  const path = join(folder, relative)
  await mkdir(dirname(path), { recursive: true })
  const start = await findContent(file, entry)
  const found = await (entry.size > streamedFrom ? unpackLarge : unpackSmall)(file, entry, start, path)
  if (found.size !== entry.size || found.crc !== entry.crc) {
    throw new Error(`${entry.name} is damaged: its checksum is not the one in the directory of the archive`)
  }
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 */
async function findContent(file, entry) {
  const header = await readAt(file, entry.offset, entry.offset + 30)
  if (header.readUInt32LE(0) !== localSignature) throw new Error(`${entry.name} is not where the directory says`)
  return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {number} start
 * @param {string} path
 */
async function unpackSmall(file, entry, start, path) {
  const packed = await readAt(file, start, start + entry.packedSize)
  const bytes = entry.method === 0 ? packed : inflateRawSync(packed)
  await writeFile(path, bytes)
  return { size: bytes.length, crc: crc32(bytes) }
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {number} start
 * @param {string} path
 */
async function unpackLarge(file, entry, start, path) {
  const found = { size: 0, crc: 0 }
  const check = new Transform({
    transform(/** @type {Buffer} */ bytes, _encoding, done) {
      found.size += bytes.length
      found.crc = crc32(bytes, found.crc)
      done(null, bytes)
    },
  })
  const packed = file.createReadStream({ start, end: start + entry.packedSize - 1, autoClose: false })
  const unpack = entry.method === 0 ? new PassThrough() : createInflateRaw({ chunkSize: 1 << 18 })
  await pipeline(packed, unpack, check, createWriteStream(path, { flush: true }))
  return found
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {number} from
 * @param {number} to excluded
 */
async function readAt(file, from, to) {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
  if (bytesRead < to - from) throw new Error('the archive is cut short')
  return buffer
}
