/** The files in which attempts at a shard report: one per attempt, appended to, and read by whoever comes after. */
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { FrameReader, framed } from '../../core/shards/frames.ts'
import type { ShardMessage } from '../../core/shards/shardMessage.ts'
import { readShardMessage } from '../../core/shards/shardMessageSchema.ts'

const NAME = /^events\.([1-9]\d{0,5})\.bin$/

/** The file of one attempt, open to append. */
export class EventFile {
  /** From 1. */
  readonly attempt: number
  readonly #file: number

  private constructor(attempt: number, file: number) {
    this.attempt = attempt
    this.#file = file
  }

  /** Begins the next attempt at the shard in `folder`. Two that begin at once get two files. */
  static create(folder: string): EventFile {
    for (let attempt = 1 + Math.max(0, ...attemptsIn(folder)); ; attempt += 1) {
      try {
        return new EventFile(attempt, openSync(join(folder, attemptFile(attempt)), 'wx', 0o600))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
  }

  /** Appends a message. @param isLasting whether it must survive a loss of power */
  write(message: ShardMessage, isLasting: boolean): void {
    const record = framed(serialize(message), crc32)
    for (let at = 0; at < record.length;) at += writeSync(this.#file, record, at)
    if (isLasting) fsyncSync(this.#file)
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Every message of every attempt at the shard in `folder`, as far as files are whole. */
export function readAttempts(folder: string): readonly ShardMessage[] {
  return [...attemptsIn(folder)]
    .sort((a, b) => a - b)
    .flatMap((attempt) => readAttempt(join(folder, attemptFile(attempt))))
}

function readAttempt(path: string): readonly ShardMessage[] {
  const messages: ShardMessage[] = []
  for (const content of new FrameReader(crc32).push(readFileSync(path))) {
    const message = readShardMessage(deserialize(content))
    if (!message) break
    messages.push(message)
  }
  return messages
}

/** Numbers of the attempts at the shard in `folder`. */
export function attemptsIn(folder: string): readonly number[] {
  return readdirSync(folder).flatMap((name) => {
    const attempt = NAME.exec(name)?.[1]
    return attempt === undefined ? [] : [Number(attempt)]
  })
}

/** Name of the file of an attempt. */
export function attemptFile(attempt: number): string {
  return `events.${String(attempt)}.bin`
}
