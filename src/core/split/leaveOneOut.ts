import { foldSides } from './foldSides.ts'
import type { Sides } from './split.ts'
import { checkRows } from './splitChecks.ts'

/** Holds out each row once, alone. @throws HoldoutError `split/too-few-rows`. */
export function leaveOneOut(count: number): Sides[] {
  checkRows(count, 2, 'leave-one-out', 'strategy')
  return foldSides(
    Int32Array.from({ length: count }, (_, row) => row),
    count,
  )
}
