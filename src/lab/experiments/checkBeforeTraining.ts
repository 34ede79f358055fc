import { findingsOf } from '../datasets/profile/findingsOf.ts'
import type { PreparedRun } from './prepareRun.ts'
import type { OpenExperiment } from './readExperimentFile.ts'
import { requireDecided } from './requireDecided.ts'

/**
 * The prepared run with the pre-flight's findings among what its document says. Looks at every cell.
 * @throws HoldoutError of the family `experiment` where a finding blocks.
 */
export async function checkBeforeTraining(
  prepared: PreparedRun,
  { locate }: Pick<OpenExperiment, 'locate'>,
): Promise<PreparedRun> {
  const { context, table, columns, clues, job } = prepared
  const { dataset, validation, seed } = context.experiment
  const findings = await findingsOf({
    table,
    task: job.task,
    columns,
    clues,
    ...(dataset.columns && { settings: dataset.columns }),
    validation,
    seed,
  })
  requireDecided(findings, locate)
  return { ...prepared, context: { ...context, findings } }
}
