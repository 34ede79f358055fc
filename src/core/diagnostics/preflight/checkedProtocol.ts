import { encodeTarget } from '../../preprocessing/encodeTarget.ts'
import { firstRepeat, type RepeatSides } from '../../split/firstRepeat.ts'
import { outermostOf } from '../../split/outermostOf.ts'
import { splitRowsOf } from '../../split/splitRowsOf.ts'
import { strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'
import type { PreflightInput } from '../finding.ts'

/** What the findings about folds look at, worked out once. */
export interface CheckedProtocol {
  /** Of a nested protocol the outer part. */
  readonly outermost?: FlatValidation
  /** Folds that take turns; absent where rows are held out once. */
  readonly folds?: number
  /** Absent where the protocol is unknown or its folds cannot be made. */
  readonly sides?: RepeatSides
}

/** The protocol of an input with the folds it comes to. */
export function checkedProtocol({ table, task, validation, seed = 0 }: PreflightInput): CheckedProtocol {
  if (!validation) return {}
  const outermost = outermostOf(validation)
  const { takes, forward } = strategyNamed(outermost.strategy)
  const hasFolds = takes.includes('folds') && !forward
  const target = hasTarget(table) ? encodeTarget(table, task) : undefined
  const sides = target && firstRepeat(validation, splitRowsOf(table, target), seed)
  return { outermost, ...(hasFolds && { folds: outermost.folds }), ...(sides && { sides }) }
}

/** Whether the target can be encoded; where it cannot, another finding says so. */
function hasTarget({ target }: PreflightInput['table']): boolean {
  if (target.kind === 'number') return !target.values.some(Number.isNaN)
  return !target.codes.includes(-1) && new Set(target.codes).size > 1
}
