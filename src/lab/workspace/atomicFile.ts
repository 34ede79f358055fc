import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '../files/makeFolder.ts'
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../files/privateFiles.ts'
import type { WriteHook } from './writeHook.ts'

/** Marks what was never finished; swept up by `collectGarbage`. */
export const TEMPORARY_ENDING = '.tmp'

/** Bytes, text, or parts of bytes one after the other, which can be gone through several times. */
type Contents = Uint8Array | string | Iterable<Uint8Array>

/**
 * Writes a file whole or not at all: to a temporary name beside it, flushed, renamed, and the folder flushed too, so
 * that what is written to the database afterwards never speaks of a file that a power cut took.
 */
export async function writeFileWhole(path: string, contents: Contents, hook: WriteHook): Promise<void> {
  const folder = dirname(path)
  await makeFolder(folder, PRIVATE_FOLDER)
  const temporary = join(folder, `.${basename(path)}.${randomUUID().slice(0, 8)}${TEMPORARY_ENDING}`)
  try {
    await writeFlushed(temporary, contents)
    hook({ kind: 'file', what: basename(path) })
    await rename(temporary, path)
    await flushFolder(folder)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

async function writeFlushed(path: string, contents: Contents): Promise<void> {
  const file = await open(path, 'wx+', PRIVATE_FILE)
  try {
    await file.writeFile(contents)
    await file.sync()
    await requireWritten(file, contents, path)
  } finally {
    await file.close()
  }
}

/** A disk that is nearly full may take less than it was given and say nothing. */
async function requireWritten(file: FileHandle, contents: Contents, path: string): Promise<void> {
  const { size } = await file.stat()
  if (size === sizeOf(contents)) return
  throw Object.assign(new Error(`${basename(path)} could not be written whole`), { code: 'ENOSPC' })
}

function sizeOf(contents: Contents): number {
  if (typeof contents === 'string' || contents instanceof Uint8Array) return Buffer.byteLength(contents)
  let size = 0
  for (const part of contents) size += part.length
  return size
}

/** Makes names in a folder last. Windows keeps them by itself and cannot open folders. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
