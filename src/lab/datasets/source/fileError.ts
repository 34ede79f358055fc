import { basename } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import type { ErrorCode } from '../../../core/errors.ts'

const KNOWN: ReadonlyMap<string, readonly [code: ErrorCode, what: string, hint: string]> = new Map([
  ['ENOENT', ['file/not-found', 'there is no such file', 'Check the path; was the file moved or renamed?']],
  [
    'EACCES',
    [
      'file/no-permission',
      'reading or writing it is not permitted',
      'Change its permissions, or copy it to a folder of your own.',
    ],
  ],
  [
    'EPERM',
    [
      'file/no-permission',
      'reading or writing it is not permitted',
      'Change its permissions, or copy it to a folder of your own.',
    ],
  ],
  ['EROFS', ['file/no-permission', 'its disk is read-only', 'Choose a workspace on another disk.']],
  ['EISDIR', ['file/not-a-file', 'it is a folder', 'Choose a file in it.']],
  ['ENOTDIR', ['file/not-found', 'a part of its path is no folder', 'Check the path.']],
  ['ELOOP', ['file/symlink-loop', 'its symbolic links lead in a circle', 'Point the link at the file itself.']],
  ['ENAMETOOLONG', ['file/not-found', 'its name is too long', 'Give it a shorter name.']],
  ['ENOSPC', ['file/disk-full', 'the disk is full', 'Free some space, or choose a workspace on another disk.']],
  [
    'EDQUOT',
    ['file/disk-full', 'the disk quota is used up', 'Free some space, or choose a workspace on another disk.'],
  ],
  [
    'ERR_INVALID_ARG_VALUE',
    ['file/not-found', 'its path holds a character that no path can have', 'Remove the character with code 0.'],
  ],
  ['EMFILE', ['file/too-many-open', 'too many files are open', 'Close other programs and try again.']],
  ['EIO', ['file/unreadable', 'the disk reports an error', 'Copy the file to another disk.']],
])

/** Any failure of the file system as an error that says what to do; others are passed on as they are. */
export function fileError(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error) || cause instanceof HoldoutError) return cause
  const known = KNOWN.get((cause as NodeJS.ErrnoException).code ?? '')
  if (!known) return cause
  const [code, what, hint] = known
  return new HoldoutError(code, `${basename(path)}: ${what}.`, { path, hint, cause })
}
