import { currentFindings } from '../../../core/diagnostics/storedFindings.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { ResolvedExperiment } from '../../../core/experiment/experiment.ts'
import type { Candidate } from '../../../core/model/modelSpec.ts'
import type { RunContext } from '../../../core/run/buildRunDocument.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import type { CandidateRow, RunRow } from './runRows.ts'

/** A run as the workspace keeps it, without its fits. */
export interface StoredRun {
  readonly row: RunRow
  readonly candidates: readonly CandidateRow[]
  readonly context: RunContext
  /** The job it began with; nothing is finished in it. */
  readonly job: Omit<TrainerJob, 'tableFile'>
}

type StoredContext = Omit<RunContext, 'experiment' | 'experimentText'> & {
  readonly experiment: Omit<ResolvedExperiment, 'candidates'>
}

/** A run by its id. @throws HoldoutError `workspace/no-such-run`. */
export function loadRun({ database, paths }: Workspace, runId: string): StoredRun {
  const row = database.get<RunRow>(
    'SELECT runs.*, experiments.text FROM runs JOIN experiments ON experiments.id = runs.experiment WHERE runs.id = ?',
    [runId],
  )
  if (!row) throw noSuchRun(paths.folder, runId)
  const rows = database.all<CandidateRow>(
    `SELECT id, position, name, model, parameters, planned, finalModel, json(hyperparameters) AS hyperparameters,
       json(spec) AS spec FROM candidates WHERE run = ? ORDER BY position`,
    [runId],
  )
  const candidates = rows.map(candidateOf)
  const { experiment, ...stored } = JSON.parse(row.context) as StoredContext
  const context = stored.findings ? { ...stored, findings: currentFindings(stored.findings) } : stored
  const job = JSON.parse(row.job) as Omit<TrainerJob, 'tableFile' | 'candidates'>
  return {
    row,
    candidates: rows,
    context: { ...context, experiment: { ...experiment, candidates }, experimentText: row.text },
    job: { ...job, candidates },
  }
}

function candidateOf({ name, model, hyperparameters, spec }: CandidateRow): Candidate {
  return {
    name,
    model,
    hyperparameters: JSON.parse(hyperparameters) as Candidate['hyperparameters'],
    spec: JSON.parse(spec) as Candidate['spec'],
  }
}

/** That a run is not there, or no longer. */
export function noSuchRun(folder: string, runId: string): HoldoutError {
  return new HoldoutError('workspace/no-such-run', `There is no run ${JSON.stringify(runId)} in the workspace.`, {
    path: folder,
    hint: '"holdout runs list" shows all runs.',
  })
}
