import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Smaller tables are kept: reading them again, or looking for garbage, would take longer than they are worth. */
const LARGE_CELLS = 16e6

/** Whether a table of so many rows and features takes hundreds of megabytes: at least 16 million cells unless `least` is given. */
export function isLargeTable(
  { rows, features }: { readonly rows: number; readonly features: number },
  least = LARGE_CELLS,
): boolean {
  return rows * features >= least
}

/** At once: a program that only waits for another one would keep garbage until it needs memory itself. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('typeof gc === "function" ? gc : undefined') as (() => void) | undefined
  collect?.()
}
