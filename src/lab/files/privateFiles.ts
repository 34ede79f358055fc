import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Modes of what belongs to one person alone. Windows keeps users' data folders apart by itself. */
export const PRIVATE_FILE = 0o600
export const PRIVATE_FOLDER = 0o700

/** Bits of a mode that let others in. */
const OTHERS = 0o077

/**
 * Takes the permissions of others from a file, or from a folder and all that is in it. Links are not followed, and what cannot be
 * changed stays as it is.
 */
export async function makePrivate(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const found = await lstat(path).catch(() => undefined)
  if (!found || found.isSymbolicLink()) return
  if (found.isDirectory()) {
    const names = await readdir(path).catch(() => [])
    for (const name of names) await makePrivate(join(path, name))
  }
  await setMode(path, found.mode)
}

/** As {@link makePrivate}, where a look at the topmost folder alone says that nothing has been done to it yet. */
export async function makePrivateOnce(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found && (found.mode & OTHERS) !== 0) await makePrivate(path)
}

/** Of one file or folder, and nothing in it. */
export async function setPrivate(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (found && !found.isSymbolicLink() && process.platform !== 'win32') await setMode(path, found.mode)
}

async function setMode(path: string, mode: number): Promise<void> {
  if ((mode & OTHERS) !== 0) await chmod(path, mode & 0o7777 & ~OTHERS).catch(() => undefined)
}
