import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { MOST_UPLOAD_BYTES } from '../../contract/system.ts'
import { HoldoutError } from '../../core/errors.ts'
import { fileError } from '../datasets/source/fileError.ts'
import { workspaceError } from '../workspace/workspaceError.ts'
import { isRunning } from './isRunning.ts'
import { makeFolder } from './makeFolder.ts'
import { PRIVATE_FILE, PRIVATE_FOLDER } from './privateFiles.ts'

/** The longest file name that every file system takes, in characters, with room for what it is given besides. */
const LONGEST_NAME = 120

/** What a page may send: one that never stops sending fills no disk. */
export interface InboxLimits {
  /** Of one file. */
  readonly bytes: number
  /** Files that are kept; the oldest make way. */
  readonly files: number
  /** Of all files that are kept or arrive; the oldest make way. */
  readonly bytesTogether: number
  /** Files that arrive at once. */
  readonly arriving: number
}

const LIMITS: InboxLimits = {
  bytes: MOST_UPLOAD_BYTES,
  files: 100,
  bytesTogether: 2 * MOST_UPLOAD_BYTES,
  arriving: 8,
}

/** A file that has arrived or arrives, in a folder of its own. */
interface Sent {
  readonly folder: string
  bytes: number
}

/** Where files go that a browser sends because it cannot name their path. */
export class Inbox {
  readonly #folder: string
  readonly #limits: InboxLimits
  /** Oldest first. */
  readonly #kept: Sent[] = []
  readonly #arriving = new Set<Sent>()

  /** @param folder shared by all programs; each has a folder of its own in it, by its process id */
  constructor(folder: string, limits: Partial<InboxLimits> = {}) {
    this.#folder = join(folder, `of-${String(process.pid)}`)
    this.#limits = { ...LIMITS, ...limits }
  }

  /**
   * Stores what is sent, whole or not at all, in a folder of its own so that it keeps its name.
   * @returns its path
   * @throws HoldoutError `file/too-large`, `file/too-many-uploads`, `file/disk-full`, of the family `workspace` where the inbox
   *   cannot be made
   */
  async receive(name: string, body: ReadableStream<Uint8Array>): Promise<string> {
    const sent: Sent = { folder: join(this.#folder, randomUUID()), bytes: 0 }
    const path = join(sent.folder, safeName(name))
    if (this.#arriving.size >= this.#limits.arriving) throw tooMany(this.#limits.arriving)
    this.#arriving.add(sent)
    try {
      await this.#makeOwn(sent.folder)
      const file = createWriteStream(`${path}.part`, { flags: 'wx', mode: PRIVATE_FILE })
      await pipeline(Readable.fromWeb(body), this.#limit(sent), file)
      await rename(`${path}.part`, path)
      this.#kept.push(sent)
      return path
    } catch (error) {
      await rm(sent.folder, { recursive: true, force: true })
      throw fileError(error, path)
    } finally {
      this.#arriving.delete(sent)
      await this.#makeRoom()
    }
  }

  /** Forgets what was sent before: datasets are copies of their own. */
  async clear(): Promise<void> {
    this.#kept.length = 0
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #makeOwn(folder: string): Promise<void> {
    try {
      await makeFolder(folder, PRIVATE_FOLDER)
    } catch (error) {
      throw workspaceError(error, this.#folder)
    }
  }

  /** The oldest files make way for what arrives. */
  async #makeRoom(): Promise<void> {
    const { files, bytesTogether } = this.#limits
    const gone: Sent[] = []
    while (this.#kept.length > files || (this.#bytes > bytesTogether && this.#kept.length > 0))
      gone.push(...this.#kept.splice(0, 1))
    for (const { folder } of gone) await rm(folder, { recursive: true, force: true })
  }

  get #bytes(): number {
    return [...this.#kept, ...this.#arriving].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  #limit(sent: Sent): Transform {
    const { bytes: most, bytesTogether } = this.#limits
    const add = async (chunk: Buffer): Promise<void> => {
      sent.bytes += chunk.length
      if (sent.bytes > most) throw tooLarge(most)
      if (this.#bytes > bytesTogether) await this.#makeRoom()
      if (this.#bytes > bytesTogether) throw tooLarge(bytesTogether)
    }
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        add(chunk).then(
          () => done(null, chunk),
          (error: unknown) => done(error as Error),
        )
      },
    })
  }
}

/** Forgets what was sent to programs that are gone, and what was sent before their numbers were kept. */
export async function sweepInbox(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const pid = /^of-(\d+)$/.exec(name)?.[1]
    const isKept = pid !== undefined && Number(pid) !== process.pid && isRunning(Number(pid))
    if (!isKept) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function tooLarge(most: number): HoldoutError {
  return new HoldoutError(
    'file/too-large',
    `The file has more than the ${most.toLocaleString('en-US')} bytes that may be sent.`,
    {
      hint: 'Copy it to the machine that Holdout runs on, and train on it there: holdout run EXPERIMENT --data FILE.',
    },
  )
}

function tooMany(arriving: number): HoldoutError {
  const message = `Expected at most ${String(arriving)} files sent at once, received more.`
  return new HoldoutError('file/too-many-uploads', message, { hint: 'Wait until the others have arrived.' })
}

/** The name alone, without folders, control characters and what file systems give a meaning to. */
function safeName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/')).replaceAll(/[\p{C}<>:"|?*]/gu, '_')
  const short = plain.slice(-LONGEST_NAME).replace(/^\.+/, '')
  return short === '' ? 'file' : short
}
