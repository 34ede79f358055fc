import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { FrameReader, framed } from '../../core/shards/frames.ts'
import { followKey } from '../../core/shards/sentFile.ts'
import type { FollowedBytes, FollowMessage } from '../../core/shards/sentFile.ts'
import type { OpenPlace } from './placeFiles.ts'

export interface FollowListener {
  onBytes(piece: FollowedBytes): void
  /** All files were looked through: nothing more is known of them now. */
  onRound(): void
  /** The connection is gone; another is tried. */
  onLost(reason: string): void
}

/** Longest time between two tries to reach a place that does not answer. */
const LONGEST_WAIT_MS = 60_000

/** Listens to the files of events of a run on a place, over connections that may be lost: each goes on where the last one ended. */
export class RunFollower {
  readonly #open: OpenPlace
  readonly #folder: string
  readonly #listener: FollowListener
  readonly #everyMs: number
  readonly #offsets: Record<string, number> = {}
  #child: ChildProcessWithoutNullStreams | undefined
  #retry: NodeJS.Timeout | undefined
  #waitMs = 1000
  #isClosed = false

  constructor(open: OpenPlace, folder: string, everyMs: number, listener: FollowListener) {
    this.#open = open
    this.#folder = folder
    this.#everyMs = everyMs
    this.#listener = listener
    this.#connect()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#retry)
    // Its input ends, which ends it there too.
    this.#child?.stdin.end()
    this.#child?.kill()
  }

  #connect(): void {
    const child = this.#open.shell.open([...this.#open.program('follow'), this.#folder, String(this.#everyMs)])
    const reader = new FrameReader(crc32)
    let words = ''
    this.#child = child
    child.stdin.on('error', () => undefined)
    child.stdin.write(framed(serialize(this.#offsets), crc32))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2000)))
    child.stdout.on('data', (bytes: Buffer) => {
      for (const content of reader.push(bytes)) this.#hear(deserialize(content) as FollowMessage)
      if (reader.isDamaged) child.kill()
    })
    child.on('error', (error) => (words = error.message))
    child.on('close', () => this.#reconnect(words))
  }

  #hear(message: FollowMessage): void {
    if (this.#isClosed) return
    this.#waitMs = 1000
    if (message.kind === 'round') {
      this.#listener.onRound()
      return
    }
    const key = followKey(message)
    this.#offsets[key] = (this.#offsets[key] ?? 0) + message.bytes.length
    this.#listener.onBytes(message)
  }

  #reconnect(reason: string): void {
    if (this.#isClosed) return
    this.#listener.onLost(reason.trim())
    this.#retry = setTimeout(() => this.#connect(), this.#waitMs)
    this.#waitMs = Math.min(LONGEST_WAIT_MS, 2 * this.#waitMs)
  }
}
