import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileError } from '../datasets/fileError.ts'
import { makeFolder } from './makeFolder.ts'

/** A small JSON file that is there whole or not at all. Writes of one process follow each other in order. */
export class JsonFile<T> {
  readonly #path: string
  readonly #read: (data: unknown) => T
  #writing: Promise<unknown> = Promise.resolve()

  /** @param read makes a value of whatever was in the file, `undefined` where there is none or it is no JSON */
  constructor(path: string, read: (data: unknown) => T) {
    this.#path = path
    this.#read = read
  }

  async load(): Promise<T> {
    await this.#writing.catch(() => undefined)
    const text = await readFile(this.#path, 'utf8').catch(() => '')
    return this.#read(parsed(text))
  }

  async save(value: T): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => replaceFile(this.#path, JSON.stringify(value)))
    await this.#writing
  }
}

/** Writes under a temporary name beside it and renames. @throws HoldoutError of the family `file` */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await makeFolder(dirname(path))
    await writeFile(temporary, content, { flush: true })
    await rename(temporary, path)
  } catch (error) {
    throw fileError(error, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
