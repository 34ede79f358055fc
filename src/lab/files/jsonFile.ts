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
    const content = contentOf(parsed(text))
    if (text !== '' && content === undefined) await this.#setAside()
    return this.#read(content)
  }

  /** A damaged file is named in the log and, by a process that may write, kept beside: the next save would take its place. */
  async #setAside(): Promise<void> {
    const aside = `${this.#path}.damaged`
    const isKept = this.#mayWrite() && (await rename(this.#path, aside).then(isDone, isNotDone))
    console.error(`${this.#path} is damaged and not used${isKept ? `; it is kept as ${aside}` : ''}.`)
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

const isDone = (): boolean => true
const isNotDone = (): boolean => false

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

/** A value with its checksum: a bit in a draft is another draft to JSON. */
interface Summed {
  readonly crc32: number
  readonly value: unknown
}

/** A value as it is written. */
export function summed(value: unknown): Summed {
  return { crc32: crc32(JSON.stringify(value)), value }
}

/** What was saved; `undefined` where it is not what was written. A file from before there were checksums is believed. */
export function contentOf(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('crc32' in data || 'value' in data)) return data
  // Without either it is damaged: files from before had neither.
  const { crc32: kept, value } = data as Partial<Summed>
  return value !== undefined && crc32(JSON.stringify(value)) === kept ? value : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
