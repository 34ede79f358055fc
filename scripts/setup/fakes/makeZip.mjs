import { crc32, deflateRawSync } from 'node:zlib'

/**
 * A zip file in memory, deflated where that is smaller: what the reader is tested on.
 * @param {Record<string, string | Buffer>} files
 * @returns {Buffer}
 */
export function makeZip(files) {
  const parts = []
  const directory = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const entry = packEntry(name, Buffer.from(content))
    const at = Buffer.alloc(4)
    at.writeUInt32LE(offset)
    parts.push(Buffer.concat([numbers(0x04034b50, 4), entry.head, numbers(0, 2), entry.name, entry.bytes]))
    const extras = Buffer.alloc(2 + 2 + 2 + 2 + 4)
    directory.push(Buffer.concat([numbers(0x02014b50, 4), numbers(20, 2), entry.head, extras, at, entry.name]))
    offset += parts.at(-1)?.length ?? 0
  }
  const listing = Buffer.concat(directory)
  const count = directory.length
  const end = [numbers(0x06054b50, 4), numbers(0, 4), numbers(count, 2), numbers(count, 2)]
  return Buffer.concat([...parts, listing, ...end, numbers(listing.length, 4), numbers(offset, 4), numbers(0, 2)])
}

/**
 * The part that local header and directory have in common.
 * @param {string} name
 * @param {Buffer} content
 */
function packEntry(name, content) {
  const packed = deflateRawSync(content)
  const deflated = packed.length < content.length
  const bytes = deflated ? packed : content
  const sizes = [numbers(crc32(content), 4), numbers(bytes.length, 4), numbers(content.length, 4)]
  const encoded = Buffer.from(name)
  const head = [numbers(20, 2), numbers(0, 2), numbers(deflated ? 8 : 0, 2), numbers(0, 4), ...sizes]
  return { name: encoded, bytes, head: Buffer.concat([...head, numbers(encoded.length, 2)]) }
}

/**
 * @param {number} value
 * @param {number} length
 */
function numbers(value, length) {
  const bytes = Buffer.alloc(length)
  bytes.writeUIntLE(value, 0, length)
  return bytes
}
