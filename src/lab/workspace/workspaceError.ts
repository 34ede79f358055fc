import { HoldoutError } from '../../core/errors.ts'
import type { ErrorCode } from '../../core/errors.ts'

/** SQLite's primary result codes that have a meaning for people. */
const SQLITE: ReadonlyMap<number, readonly [code: ErrorCode, what: string, hint: string]> = new Map([
  [5, ['workspace/busy', 'another program is writing to its database', 'Wait a moment and try again.']],
  [8, ['workspace/read-only', 'it may not be written to', 'Change its permissions, or choose another by --workspace.']],
  [10, ['workspace/unreadable', 'the disk reports an error', 'Free some space, check the disk, and try again.']],
  [11, damaged('its database is damaged')],
  [13, full()],
  [14, ['workspace/unreadable', 'its database cannot be opened', 'Check the permissions of the folder.']],
  [26, damaged('its database file is no database')],
])

const SYSTEM: ReadonlyMap<string, readonly [code: ErrorCode, what: string, hint: string]> = new Map([
  ['ENOSPC', full()],
  ['EDQUOT', full()],
  ['EROFS', ['workspace/read-only', 'its disk is read-only', 'Choose another by --workspace.']],
  [
    'EACCES',
    ['workspace/read-only', 'it may not be written to', 'Change its permissions, or choose another by --workspace.'],
  ],
  [
    'EPERM',
    ['workspace/read-only', 'it may not be written to', 'Change its permissions, or choose another by --workspace.'],
  ],
  ['ENOENT', ['workspace/not-a-folder', 'its folder cannot be made there', 'Choose another by --workspace.']],
  ['ENOTDIR', ['workspace/not-a-folder', 'it is no folder', 'Choose a folder by --workspace.']],
  ['ENAMETOOLONG', ['workspace/not-a-folder', 'its path is too long', 'Choose a shorter one by --workspace.']],
  [
    'ERR_INVALID_ARG_VALUE',
    ['workspace/not-a-folder', 'its path holds a character that no path can have', 'Choose another by --workspace.'],
  ],
  ['ELOOP', ['workspace/not-a-folder', 'its symbolic links lead in a circle', 'Choose another by --workspace.']],
  ['EIO', ['workspace/unreadable', 'the disk reports an error', 'Check the disk, and try again.']],
  ['EMFILE', ['workspace/unreadable', 'too many files are open', 'Close other programs and try again.']],
  ['EEXIST', ['workspace/not-a-folder', 'it is no folder', 'Choose a folder by --workspace.']],
])

/** Bytes of an extended result code that hold the primary one. */
const PRIMARY = 0xff

/** A failure of the database or the disk as an error that says what to do; others are passed on as they are. */
export function workspaceError(cause: unknown, folder: string): unknown {
  if (!(cause instanceof Error) || cause instanceof HoldoutError) return cause
  const known = SQLITE.get(sqliteCode(cause)) ?? SYSTEM.get((cause as NodeJS.ErrnoException).code ?? '')
  if (!known) return cause
  const [code, what, hint] = known
  return new HoldoutError(code, `The workspace cannot be used: ${what}.`, { path: folder, hint, cause })
}

function sqliteCode(cause: Error): number {
  const { errcode } = cause as { errcode?: number }
  return errcode === undefined ? 0 : errcode & PRIMARY
}

function damaged(what: string): readonly [ErrorCode, string, string] {
  return ['workspace/damaged', what, 'Nothing was changed. See "holdout runs recover --help".']
}

function full(): readonly [ErrorCode, string, string] {
  return ['workspace/disk-full', 'the disk is full', 'Free some space; then a run that was stopped can be resumed.']
}
