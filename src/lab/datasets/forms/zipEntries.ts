import { open } from 'node:fs/promises'

/** A file in a zip archive, as its directory lists it. */
export interface ZipEntry {
  readonly name: string
  /** Unpacked. */
  readonly bytes: number
}

const END_RECORD = 0x06054b50
const ENTRY = 0x02014b50
const END_BYTES = 22
const MOST_COMMENT_BYTES = 65_535
const MOST_DIRECTORY_BYTES = 16 << 20
/** In a 32-bit field: the number is elsewhere, for archives of more than 4 GiB. */
const BEYOND = 0xffffffff

/** The directory of a zip archive, without unpacking anything; `undefined` where it cannot be read. */
export async function zipEntries(path: string): Promise<readonly ZipEntry[] | undefined> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tailBytes = Math.min(size, END_BYTES + MOST_COMMENT_BYTES)
    const tail = Buffer.alloc(tailBytes)
    await file.read(tail, 0, tailBytes, size - tailBytes)
    const end = lastEndRecord(tail)
    if (end < 0) return undefined
    const bytes = tail.readUInt32LE(end + 12)
    const offset = tail.readUInt32LE(end + 16)
    if (bytes > MOST_DIRECTORY_BYTES || offset === BEYOND || offset + bytes > size) return undefined
    const directory = Buffer.alloc(bytes)
    await file.read(directory, 0, bytes, offset)
    return entriesOf(directory)
  } finally {
    await file.close()
  }
}

function lastEndRecord(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at--) if (tail.readUInt32LE(at) === END_RECORD) return at
  return -1
}

function entriesOf(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = []
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY;) {
    const nameBytes = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes)
    entries.push({ name, bytes: directory.readUInt32LE(at + 24) })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}
