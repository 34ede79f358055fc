import { execFile } from 'node:child_process'
import { mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A file system of its own. */
export interface Mounted {
  readonly path: string
  /** Gives it so much room. */
  readonly grow: (kib: number) => Promise<void>
  readonly release: () => Promise<void>
}

const run = promisify(execFile)

/** A file system in memory with so much room; `undefined` where mounting one is not permitted. */
export async function mountSmall(kib: number): Promise<Mounted | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'holdout-small-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${String(kib)}k`, 'tmpfs', path])
  } catch {
    await rmdir(path)
    return undefined
  }
  return {
    path,
    grow: async (more) => {
      await run('mount', ['-o', `remount,size=${String(more)}k`, path])
    },
    release: async () => {
      await run('umount', [path])
      await rmdir(path)
    },
  }
}
