import { HoldoutError } from './errors.ts'

/**
 * `value`, which the caller knows to be there.
 * @throws HoldoutError `bug/missing-value` naming `what` where it is not.
 */
export function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new HoldoutError('bug/missing-value', `expected ${what}, received nothing`)
  return value
}
