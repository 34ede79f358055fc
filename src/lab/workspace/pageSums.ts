/**
 * Checksums of the pages of a SQLite file, kept beside it while nobody writes to it. SQLite notices a damaged page by its
 * structure only: a bit in a number is another number to it.
 *
 * Layout of the file, little-endian: 8 bytes magic, 8 bytes size of the database, a CRC-32 of each page, and one of all before.
 * A writer removes the file before it begins, and makes it anew when it has closed the database; after a crash there is none.
 */
import { open, readFile, rm, stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { writeFileWhole } from './atomicFile.ts'
import { letWrite } from './writeHook.ts'

/** Bytes that one checksum covers; a page of the workspace's database. */
export const PAGE_BYTES = 8192

const MAGIC = 'HOLDSUM1'
const HEADER_BYTES = 16
const PAGES_A_READ = 256

/** Where the checksums of a database lie. */
export function sumsPath(database: string): string {
  return `${database}.sums`
}

/** What was found: no (whole) checksums, or the pages, from 0, that are not what they were; a missing page is one of them. */
export type PageCheck = { readonly kind: 'unknown' } | { readonly kind: 'known'; readonly damaged: readonly number[] }

/** Keeps the checksums of a database that nobody writes to. @throws the file system's error */
export async function writePageSums(database: string): Promise<void> {
  const { bytes, sums } = await sumsOf(database)
  const file = Buffer.alloc(HEADER_BYTES + 4 * sums.length + 4)
  file.write(MAGIC, 'latin1')
  file.writeBigUInt64LE(BigInt(bytes), 8)
  sums.forEach((sum, page) => file.writeUInt32LE(sum, HEADER_BYTES + 4 * page))
  file.writeUInt32LE(crc32(file.subarray(0, -4)), file.length - 4)
  await writeFileWhole(sumsPath(database), file, letWrite)
}

/** Forgets the checksums: somebody is about to write. */
export async function forgetPageSums(database: string): Promise<void> {
  await rm(sumsPath(database), { force: true })
}

/** Compares a database with its checksums. Where a writer came in between, nothing is known. */
export async function checkPages(database: string): Promise<PageCheck> {
  const before = await readFile(sumsPath(database)).catch(() => undefined)
  const kept = before && parseSums(before)
  if (!before || !kept) return { kind: 'unknown' }
  const now = await sumsOf(database).catch(() => ({ bytes: 0, sums: [] as number[] }))
  const damaged: number[] = []
  for (let page = 0; page < Math.max(kept.sums.length, now.sums.length); page++)
    if (kept.sums[page] !== now.sums[page]) damaged.push(page)
  if (kept.bytes !== now.bytes && damaged.length === 0) damaged.push(kept.sums.length - 1)
  const after = damaged.length === 0 ? before : await readFile(sumsPath(database)).catch(() => undefined)
  return after?.equals(before) === true ? { kind: 'known', damaged } : { kind: 'unknown' }
}

interface Sums {
  readonly bytes: number
  readonly sums: readonly number[]
}

function parseSums(file: Buffer): Sums | undefined {
  if (file.length < HEADER_BYTES + 4 || file.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
  if (crc32(file.subarray(0, -4)) !== file.readUInt32LE(file.length - 4)) return undefined
  const count = (file.length - HEADER_BYTES - 4) / 4
  const sums = Array.from({ length: count }, (_, page) => file.readUInt32LE(HEADER_BYTES + 4 * page))
  return { bytes: Number(file.readBigUInt64LE(8)), sums }
}

/** In turns: a large database takes longer than a frame. */
async function sumsOf(path: string): Promise<Sums> {
  const { size } = await stat(path)
  const file = await open(path, 'r')
  const buffer = Buffer.allocUnsafe(PAGES_A_READ * PAGE_BYTES)
  const sums: number[] = []
  try {
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) break
      for (let from = 0; from < bytesRead; from += PAGE_BYTES)
        sums.push(crc32(buffer.subarray(from, Math.min(from + PAGE_BYTES, bytesRead))))
      at += bytesRead
    }
  } finally {
    await file.close()
  }
  return { bytes: size, sums }
}
