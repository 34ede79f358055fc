import { findingsOf } from '../datasets/profile/findingsOf.ts'
import type { PreparedRun } from './prepareRun.ts'

/** The prepared run with the pre-flight's findings among what its document says. Looks at every cell. */
export async function checkBeforeTraining(prepared: PreparedRun): Promise<PreparedRun> {
  const { context, table, columns, job } = prepared
  const findings = await findingsOf({ table, task: job.task, columns, validation: context.experiment.validation })
  return { ...prepared, context: { ...context, findings } }
}
