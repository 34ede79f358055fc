import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and the parents it lacks. Resolves to the topmost that was made, if any; rejects with the file system's error.
 *
 * `mode` is that of all that are made. Not `mkdir` with `recursive`: where a parent refuses new folders as if it were missing (as /proc does), that never ends.
 */
export function makeFolder(path: string, mode = 0o777): Promise<string | undefined> {
  return makeWithParents(resolve(path), mode)
}

async function makeWithParents(path: string, mode: number): Promise<string | undefined> {
  if (await isFolder(path)) return undefined
  const parent = dirname(path)
  const above = parent === path ? undefined : await makeWithParents(parent, mode)
  try {
    await mkdir(path, { mode })
  } catch (error) {
    // Somebody else was faster.
    if (codeOf(error) !== 'EEXIST' || !(await isFolder(path))) throw error
    return above
  }
  return above ?? path
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
