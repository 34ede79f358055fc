import { toErrorData } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'

/** Whatever a call to the lab threw, as error data. The lab's own errors come whole; anything else is a bug. */
export function labError(thrown: unknown): ErrorData {
  if (!(thrown instanceof Error) && isErrorData(thrown)) return thrown
  if (typeof thrown === 'object' && thrown !== null && 'data' in thrown && isErrorData(thrown.data)) return thrown.data
  return toErrorData(thrown)
}

function isErrorData(data: unknown): data is ErrorData {
  return typeof data === 'object' && data !== null && 'code' in data && 'message' in data
}
