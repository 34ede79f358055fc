import { modelDocument } from '../../../core/run/modelDocument.ts'
import { nestedDocument } from '../../../core/run/nestedDocument.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import type { StoredRun } from './loadRun.ts'

/** Writes the scores of candidates as far as their fits have come. Inside a transaction. */
export function summarizeCandidates(
  { database }: Workspace,
  { context, candidates }: StoredRun,
  state: RunState,
  touched: Iterable<number>,
): void {
  for (const index of touched) {
    const { parameters, experiment } = context
    const document = modelDocument(experiment.candidates[index], state.candidates[index], parameters[index], false)
    const { planned, fits, failed, steps, seconds, metrics } = document
    const means = Object.fromEntries(Object.entries(metrics).map(([name, { mean }]) => [name, mean]))
    database.run(
      `UPDATE candidates SET planned = :planned, fits = :fits, failed = :failed, steps = :steps, seconds = :seconds,
         metrics = :metrics, means = jsonb(:means) WHERE id = :id`,
      {
        id: candidates[index].id,
        planned,
        fits,
        failed,
        steps,
        seconds,
        metrics: JSON.stringify(metrics),
        means: JSON.stringify(means),
      },
    )
  }
}

/** Writes the nested estimate of a run that has one. Inside a transaction. */
export function summarizeNested({ database }: Workspace, { context, row }: StoredRun, state: RunState): void {
  const { experiment, parameters } = context
  if (experiment.validation.strategy !== 'nested') return
  const models = experiment.candidates.map((candidate, index) =>
    modelDocument(candidate, state.candidates[index], parameters[index], false),
  )
  const nested = nestedDocument(experiment.validation, models)
  database.run('UPDATE runs SET nested = ? WHERE id = ?', [JSON.stringify(nested), row.id])
}
