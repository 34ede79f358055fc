/**
 * Writes files into a folder: records of a path and its bytes from standard input. `receive.ts FOLDER`
 *
 * Paths are plain names below the folder. Files are written under a temporary name of this process and renamed when complete, so
 * that several may write the same file at once; nobody else may read them. Says how many there were, so that whoever sent them
 * knows that all arrived.
 */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deserialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { FrameReader } from '../../core/shards/frames.ts'
import type { SentFile } from '../../core/shards/sentFile.ts'
import { writeWhole } from '../job/writeWhole.ts'

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/

const folder = process.argv[2]
const reader = new FrameReader(crc32)
let files = 0
process.umask(0o077)
mkdirSync(folder, { recursive: true, mode: 0o700 })
for await (const bytes of process.stdin) {
  for (const content of reader.push(bytes as Buffer)) keep(deserialize(content) as SentFile)
}
if (reader.isDamaged || reader.pendingBytes > 0) throw new Error('the connection ended before all files had come')
process.stdout.write(`${String(files)}\n`)

function keep({ path, bytes }: SentFile): void {
  if (!NAME.test(path)) throw new Error(`no path below the folder: ${path}`)
  const target = join(folder, path)
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  writeWhole(target, bytes)
  files += 1
}
