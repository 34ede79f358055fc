import { realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'

interface NewFileOptions {
  /** Whether the person insists. */
  readonly isForced: boolean
  /** Files that are read for what will be written. */
  readonly inputs?: readonly string[]
}

/**
 * Refuses to write over a file that is there, unless the person insists.
 * @throws HoldoutError `usage/file-exists`, `usage/out-is-input` where it is one of the files being read
 */
export async function requireNewFile(path: string, { isForced, inputs = [] }: NewFileOptions): Promise<void> {
  if (isForced) return
  const own = await realpath(path).catch(() => undefined)
  if (own === undefined) return
  const same = await Promise.all(inputs.map((input) => realpath(input).catch(() => undefined)))
  const at = same.indexOf(own)
  if (at >= 0)
    throw new HoldoutError('usage/out-is-input', `${path} is the file that is read: it would be written over`, {
      path,
      hint: 'Choose another name, or use --force to write over it.',
    })
  throw new HoldoutError('usage/file-exists', `${basename(path)} is there already: it would be written over`, {
    path,
    hint: 'Choose another name, or use --force to write over it.',
  })
}
