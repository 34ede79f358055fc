import { preflight } from '../../core/dataset/preflight.ts'
import type { PreflightInput } from '../../core/dataset/preflight.ts'
import type { PreparedRun } from './prepareRun.ts'

/** The prepared run with the pre-flight's findings among what its document says. Looks at every cell. */
export function checkBeforeTraining(prepared: PreparedRun): PreparedRun {
  const { context, table, columns, job } = prepared
  const { validation } = context.experiment
  const outer = validation.strategy === 'nested' ? validation.outer : validation
  const input: PreflightInput = {
    table,
    task: job.task,
    columns,
    isGrouped: table.groups !== undefined,
    ...(outer.strategy.endsWith('k-fold') && { folds: outer.folds }),
  }
  return { ...prepared, context: { ...context, findings: preflight(input) } }
}
