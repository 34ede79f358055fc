import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '../files/makeFolder.ts'
import type { WriteHook } from './writeHook.ts'

/** Marks what was never finished; swept up by `collectGarbage`. */
export const TEMPORARY_ENDING = '.tmp'

/**
 * Writes a file whole or not at all: to a temporary name beside it, flushed, renamed, and the folder flushed too, so
 * that what is written to the database afterwards never speaks of a file that a power cut took.
 */
export async function writeFileWhole(path: string, contents: Uint8Array | string, hook: WriteHook): Promise<void> {
  const folder = dirname(path)
  await makeFolder(folder)
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

async function writeFlushed(path: string, contents: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(contents)
    await file.sync()
  } finally {
    await file.close()
  }
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
