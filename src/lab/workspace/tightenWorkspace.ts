import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { makePrivateOnce, setPrivate } from '../files/privateFiles.ts'
import type { WorkspacePaths } from './workspacePaths.ts'

/** What Holdout itself puts into a workspace, beside the folders and files of `WorkspacePaths`. */
const OTHERS = /^(\..*\.tmp|\.recovery-.*|inbox|(recovery|draft|settings|recent)\.json(\..*\.tmp)?)$/

/**
 * Takes the permissions of others from all that belongs to a workspace, such as one from before files were private. The folder
 * itself is closed to others where there is nothing else in it; a person's other files stay as they are.
 */
export async function tightenWorkspace(paths: WorkspacePaths): Promise<void> {
  const names = await readdir(paths.folder).catch(() => [])
  const own = names.filter((name) => isOwn(name, paths))
  for (const name of own) await makePrivateOnce(join(paths.folder, name))
  if (own.length === names.length) await setPrivate(paths.folder)
}

function isOwn(name: string, { folder: _, ...paths }: WorkspacePaths): boolean {
  if (OTHERS.test(name)) return true
  return Object.values(paths).some((path: string) => {
    const known = basename(path)
    return name === known || ['-wal', '-shm', '-journal', '.sums'].some((ending) => name === known + ending)
  })
}
