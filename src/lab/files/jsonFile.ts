import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { fileError } from '../datasets/source/fileError.ts'
import { makeFolder } from './makeFolder.ts'
import { PRIVATE_FILE, PRIVATE_FOLDER } from './privateFiles.ts'

/**
 * A small JSON file that is there whole or not at all. Writes of one process follow each other in order; where another
 * process writes, what is saved is held in memory alone.
 */
export class JsonFile<T> {
  readonly #path: string
  readonly #read: (data: unknown) => T
  readonly #mayWrite: () => boolean
  #writing: Promise<unknown> = Promise.resolve()
  /** What was saved while it could not be written. */
  #held: { readonly value: T } | undefined

  /**
   * @param read makes a value of whatever was in the file, `undefined` where there is none or it is no JSON
   * @param mayWrite asked at each save
   */
  constructor(path: string, read: (data: unknown) => T, mayWrite: () => boolean = () => true) {
    this.#path = path
    this.#read = read
    this.#mayWrite = mayWrite
  }

  async load(): Promise<T> {
    if (this.#held) return this.#held.value
    await this.#writing.catch(() => undefined)
    const text = await readFile(this.#path, 'utf8').catch(() => '')
    return this.#read(contentOf(parsed(text)))
  }

  async save(value: T): Promise<void> {
    this.#held = this.#mayWrite() ? undefined : { value }
    if (this.#held) return
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(() => replaceFile(this.#path, JSON.stringify(summed(value)), { isPrivate: true }))
    await this.#writing
  }
}

/** Writes under a temporary name beside it, looks whether all of it is there, and renames; `isPrivate`: nobody else may read it. @throws HoldoutError of the family `file` */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  { isPrivate = false }: { readonly isPrivate?: boolean } = {},
): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await makeFolder(dirname(path), isPrivate ? PRIVATE_FOLDER : undefined)
    await writeFile(temporary, content, { flush: true, ...(isPrivate && { mode: PRIVATE_FILE }) })
    const { size } = await stat(temporary)
    if (size !== Buffer.byteLength(content)) throw Object.assign(new Error('a short write'), { code: 'ENOSPC' })
    await rename(temporary, path)
  } catch (error) {
    throw fileError(error, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** A value with its checksum: a bit in a note or a draft is another note or draft to JSON. */
interface Summed {
  readonly crc32: number
  readonly value: unknown
}

function summed(value: unknown): Summed {
  return { crc32: crc32(JSON.stringify(value)), value }
}

/** What was saved; `undefined` where it is not what was written. A file from before there were checksums is believed. */
function contentOf(data: unknown): unknown {
  if (!isSummed(data)) return data
  return crc32(JSON.stringify(data.value)) === data.crc32 ? data.value : undefined
}

function isSummed(data: unknown): data is Summed {
  return typeof data === 'object' && data !== null && 'crc32' in data && 'value' in data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
