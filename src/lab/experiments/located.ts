import { HoldoutError } from '../../core/errors.ts'
import type { Locate } from '../../core/experiment/file/problem.ts'

/**
 * An error about a setting, with the line and column where the experiment's file has it; of a default, where it would stand.
 * Anything else is handed back as it is.
 */
export function located(error: unknown, locate: Locate): unknown {
  if (!(error instanceof HoldoutError) || error.line !== undefined) return error
  const { code, message, path, ...details } = error.toData()
  const position = path === undefined ? undefined : locate(path.split('.'))
  if (path === undefined || position === undefined) return error
  return new HoldoutError(code, message, { ...details, path, ...position, cause: error })
}
