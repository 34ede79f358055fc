import { HoldoutError } from '../errors.ts'

/**
 * Does `work` for one part of a nested protocol; what it refuses is reported for that part: where it is, and under which setting.
 * @throws HoldoutError as `work`, its path and hint naming `validation.outer` or `validation.inner`.
 */
export function ofPart<T>(part: 'outer' | 'inner', place: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof HoldoutError ? toldOfPart(error, part, place) : error
  }
}

function toldOfPart(error: HoldoutError, part: string, place: string): HoldoutError {
  const { code, message, ...details } = error.toData()
  const inPart = (text: string): string => text.replaceAll(/\bvalidation\./g, `validation.${part}.`)
  return new HoldoutError(code, `${message}${place}`, {
    ...details,
    ...(details.hint !== undefined && { hint: inPart(details.hint) }),
    ...(details.path !== undefined && { path: inPart(details.path) }),
    cause: error,
  })
}
