import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileError } from '../datasets/source/fileError.ts'

/** A file that is written bit by bit under a temporary name beside it, and is there whole or not at all. */
export class GrowingFile {
  readonly path: string
  readonly #temporary: string
  #stream: WriteStream
  #error: unknown

  constructor(path: string) {
    this.path = path
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`)
    this.#stream = this.#open()
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.#temporary, { flags: 'wx', flush: true, highWaterMark: 1 << 20 })
    stream.on('error', (error) => {
      this.#error = error
    })
    return stream
  }

  /** Begins anew: what was written before is gone. */
  async restart(): Promise<void> {
    await this.abandon()
    this.#stream = this.#open()
  }

  /** Writes the next text, and waits where the disk is behind. @throws HoldoutError of the family `file` */
  async add(text: string): Promise<void> {
    if (this.#error === undefined && !this.#stream.write(text)) await this.#caughtUp()
    if (this.#error !== undefined) throw fileError(this.#error, this.path)
  }

  /** Leaves no listener behind: a large file waits thousands of times. */
  async #caughtUp(): Promise<void> {
    const done = new AbortController()
    const { signal } = done
    const ends = [once(this.#stream, 'drain', { signal }), once(this.#stream, 'close', { signal })]
    await Promise.race(ends).catch(() => undefined)
    done.abort()
  }

  /** Puts the file in its place. @throws HoldoutError of the family `file`; then it is not there */
  async keep(): Promise<void> {
    try {
      this.#stream.end()
      await finished(this.#stream)
      await rename(this.#temporary, this.path)
    } catch (cause) {
      await this.abandon()
      throw fileError(cause, this.path)
    }
  }

  /** Removes what was written. */
  async abandon(): Promise<void> {
    const closed = this.#stream.closed ? undefined : once(this.#stream, 'close').catch(() => undefined)
    this.#stream.destroy()
    await closed
    await rm(this.#temporary, { force: true })
  }
}
