import { randomUUID } from 'node:crypto'
import { rename, rm, rmdir, statfs, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import { fileError } from '../../datasets/source/fileError.ts'
import { makeFolder } from '../../files/makeFolder.ts'

/** A report of a large sweep takes some megabytes; less than this left is too little to begin with. */
const LEAST_FREE_BYTES = 16 << 20
const PROBE_BYTES = 64 << 10

/** What a file holds; parts of a large text are made as they are written. */
export type FileContents = string | Uint8Array | Iterable<string>

/** A folder that results are written into, all or none. */
export interface OutputFolder {
  readonly path: string
  /** Writes every file (a name may lead into a folder) under a temporary name, then renames them all. Throws `HoldoutError`; then none is there. */
  write(files: ReadonlyMap<string, FileContents>): Promise<void>
  /** Removes what opening the folder created, as far as it is empty. */
  discard(): Promise<void>
}

/**
 * Creates a folder where it is missing and tries whether it can be written to, so that this is known before hours
 * of training.
 * @throws HoldoutError `usage/out-folder`.
 */
export async function openOutputFolder(folder: string): Promise<OutputFolder> {
  const path = resolve(folder)
  let created: string | undefined
  try {
    created = await makeFolder(path)
    await probe(path)
  } catch (cause) {
    if (created !== undefined) await removeEmpty(path, created)
    throw notWritable(path, cause)
  }
  return { path, write: (files) => writeAll(path, files), discard: () => discard(path, created) }
}

async function probe(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(path)
  if (bavail * bsize < LEAST_FREE_BYTES) throw Object.assign(new Error('too little space'), { code: 'ENOSPC' })
  const file = join(path, temporaryName('probe'))
  try {
    await writeFile(file, new Uint8Array(PROBE_BYTES))
  } finally {
    await rm(file, { force: true })
  }
}

async function writeAll(path: string, files: ReadonlyMap<string, FileContents>): Promise<void> {
  const waiting: { readonly from: string; readonly to: string }[] = []
  try {
    for (const [name, contents] of files) {
      const to = join(path, name)
      const from = join(dirname(to), temporaryName(basename(to)))
      waiting.push({ from, to })
      await makeFolder(dirname(to))
      await writeFile(from, contents, { flush: true })
    }
    for (const { from, to } of waiting) await rename(from, to)
  } catch (cause) {
    await Promise.allSettled(waiting.map(({ from }) => rm(from, { force: true })))
    throw fileError(cause, path)
  }
}

async function discard(path: string, created: string | undefined): Promise<void> {
  if (created !== undefined) await removeEmpty(path, created)
}

/** Removes `path` and its parents up to `created`, stopping at the first that holds anything. */
async function removeEmpty(path: string, created: string): Promise<void> {
  try {
    for (let folder = path; folder.startsWith(created); folder = dirname(folder)) await rmdir(folder)
  } catch {
    // Somebody put something there meanwhile: it stays.
  }
}

function temporaryName(name: string): string {
  return `.${name}.${randomUUID().slice(0, 8)}.tmp`
}

/** Failures that mean something else for a folder that is to be written to than for a file that is to be read. */
const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  ENOENT: 'it cannot be created there',
}

function notWritable(path: string, cause: unknown): HoldoutError {
  const why = WHY[(cause as NodeJS.ErrnoException).code ?? ''] ?? reasonOf(fileError(cause, path))
  return new HoldoutError('usage/out-folder', `The output folder ${path} cannot be used: ${why}`, {
    path,
    hint: 'Choose another folder with --out.',
    cause,
  })
}

/** What the file system said, without the name in front of it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^[^:]*: /, '').replace(/\.$/, '')
}
