import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'

/** Size and CRC-32 of files, by their names in order. */
export type FileSums = Readonly<Record<string, { readonly bytes: number; readonly crc32: number }>>

/** Checksums of the files in a folder but `except`: equal folders have equal texts. @throws the file system's error */
export async function fileSumsOf(folder: string, except: string): Promise<FileSums> {
  const names = (await readdir(folder)).filter((name) => name !== except && !name.startsWith('.')).sort()
  const sums: Record<string, FileSums[string]> = {}
  for (const name of names) sums[name] = await sumOf(join(folder, name))
  return sums
}

async function sumOf(path: string): Promise<FileSums[string]> {
  let sum = 0
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    sum = crc32(chunk, sum)
    bytes += chunk.length
  }
  return { bytes, crc32: sum }
}
