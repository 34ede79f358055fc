/**
 * Sends what is new in the files of events of a run, until nobody listens: records on standard output. The first record on standard
 * input says what is known already. `follow.ts RUN_FOLDER EVERY_MS`
 */
import { closeSync, fstatSync, openSync, readSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { FrameReader, framed } from '../../core/shards/frames.ts'
import { followKey, type FollowMessage, type FollowOffsets } from '../../core/shards/sentFile.ts'
import { attemptFile, attemptsIn } from './eventFile.ts'

/** Sent in one piece at most. */
const PIECE_BYTES = 1 << 20

const [, , folder, everyMs] = process.argv
const shards = join(folder, 'shards')
const offsets = new Map<string, number>(Object.entries(await firstRecord()))
// Whoever listened is gone.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0))
process.stdin.resume()
process.stdout.on('error', () => process.exit(0))
for (;;) {
  for (const shard of numbersIn(shards))
    for (const attempt of attemptsIn(join(shards, String(shard)))) await sendNew(shard, attempt)
  await send({ kind: 'round' })
  await wait(Number(everyMs))
}

async function firstRecord(): Promise<FollowOffsets> {
  const reader = new FrameReader(crc32)
  return new Promise((resolve) => {
    const hear = (bytes: Buffer) => {
      const [content] = reader.push(bytes)
      if (!content) return
      process.stdin.off('data', hear)
      resolve(deserialize(content) as FollowOffsets)
    }
    process.stdin.on('data', hear)
  })
}

async function sendNew(shard: number, attempt: number): Promise<void> {
  const key = followKey({ shard, attempt })
  const file = openSync(join(shards, String(shard), attemptFile(attempt)), 'r')
  try {
    const { size } = fstatSync(file)
    for (let at = offsets.get(key) ?? 0; at < size;) {
      const bytes = Buffer.alloc(Math.min(PIECE_BYTES, size - at))
      const count = readSync(file, bytes, 0, bytes.length, at)
      if (count === 0) return
      at += count
      offsets.set(key, at)
      await send({ kind: 'bytes', shard, attempt, bytes: bytes.subarray(0, count) })
    }
  } finally {
    closeSync(file)
  }
}

/** Waits where the connection is slower than the disk. */
async function send(message: FollowMessage): Promise<void> {
  if (process.stdout.write(framed(serialize(message), crc32))) return
  await new Promise((resolve) => process.stdout.once('drain', resolve))
}

function numbersIn(path: string): readonly number[] {
  return readdirSync(path).flatMap((name) => (/^\d{1,6}$/.test(name) ? [Number(name)] : []))
}
