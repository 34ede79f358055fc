import { HoldoutError } from '../core/errors.ts'
import { textOption } from './command.ts'
import type { CommandInput } from './command.ts'

/**
 * Value of an option that takes a whole number.
 * @throws HoldoutError `usage/bad-value` when it is none, or outside `least` to `most`.
 */
export function integerOption(
  input: CommandInput,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const text = textOption(input, name)
  if (text === undefined) return undefined
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw new HoldoutError(
    'usage/bad-value',
    `--${name}: expected a whole number from ${String(least)} to ${String(most)}, received ${JSON.stringify(text)}`,
  )
}
