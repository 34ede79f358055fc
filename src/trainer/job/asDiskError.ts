import { HoldoutError } from '../../core/errors.ts'

/** Codes of the file system for a folder that is gone or closed, or a disk that fails. */
const CANNOT_WRITE: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EMFILE'])

/** A checkpoint or a model that the disk does not take is nobody's fault; anything else is passed on. */
export function asDiskError(thrown: unknown): unknown {
  const { code = '', path } = thrown as NodeJS.ErrnoException
  if (CANNOT_WRITE.has(code) && path !== undefined)
    return new HoldoutError('trainer/cannot-write', `A checkpoint or a model could not be written: ${code}.`, {
      cause: thrown,
      path,
      hint: 'Look whether the folder of the workspace is still there and can be written to, then resume the run.',
    })
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return thrown
  return new HoldoutError('trainer/disk-full', 'The disk is full: a checkpoint or a model could not be written.', {
    cause: thrown,
    hint: 'Free some space, then resume the run.',
  })
}
