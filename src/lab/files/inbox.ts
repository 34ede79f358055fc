import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { MOST_UPLOAD_BYTES } from '../../contract/system.ts'
import { HoldoutError } from '../../core/errors.ts'
import { fileError } from '../datasets/source/fileError.ts'
import { workspaceError } from '../workspace/workspaceError.ts'
import { makeFolder } from './makeFolder.ts'

/** The longest file name that every file system takes, in characters, with room for what it is given besides. */
const LONGEST_NAME = 120

/** Where files go that a browser sends because it cannot be told their path. */
export class Inbox {
  readonly #folder: string
  readonly #mostBytes: number

  constructor(folder: string, mostBytes = MOST_UPLOAD_BYTES) {
    this.#folder = folder
    this.#mostBytes = mostBytes
  }

  /**
   * Stores what is sent, whole or not at all, in a folder of its own so that it keeps its name.
   * @returns its path
   * @throws HoldoutError `file/too-large`, `file/disk-full`, of the family `workspace` where the inbox cannot be made
   */
  async receive(name: string, body: ReadableStream<Uint8Array>): Promise<string> {
    const own = join(this.#folder, randomUUID())
    const path = join(own, safeName(name))
    try {
      await this.#makeOwn(own)
      await pipeline(Readable.fromWeb(body), this.#limit(), createWriteStream(`${path}.part`, { flags: 'wx' }))
      await rename(`${path}.part`, path)
      return path
    } catch (error) {
      await rm(own, { recursive: true, force: true })
      throw fileError(error, path)
    }
  }

  /** Forgets what was sent before: datasets are copies of their own. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #makeOwn(folder: string): Promise<void> {
    try {
      await makeFolder(folder)
    } catch (error) {
      throw workspaceError(error, this.#folder)
    }
  }

  #limit(): Transform {
    let bytes = 0
    const most = this.#mostBytes
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        if (bytes <= most) done(null, chunk)
        else done(tooLarge(most))
      },
    })
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

/** The name alone, without folders, control characters and what file systems give a meaning to. */
function safeName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/')).replaceAll(/[\p{C}<>:"|?*]/gu, '_')
  const short = plain.slice(-LONGEST_NAME).replace(/^\.+/, '')
  return short === '' ? 'file' : short
}
