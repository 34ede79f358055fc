import { createHash } from 'node:crypto'
import { outermostOf } from '../../../core/split/outermostOf.ts'
import type { ResolvedExperiment } from '../../../core/experiment/experiment.ts'
import type { PreparedRun } from '../../experiments/prepareRun.ts'
import { storeTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'

export interface StoreRunOptions {
  /** Dataset of the workspace that it is trained on, where it was imported. */
  readonly datasetId?: string
  /** The run that this one goes on from with more repeats or candidates. */
  readonly extendedFrom?: string
}

/** Keeps a prepared run as waiting, last in the queue: its table first, then everything else at once. Returns its id. */
export async function storeRun(
  workspace: Workspace,
  prepared: PreparedRun,
  options: StoreRunOptions = {},
): Promise<string> {
  const tableHash = await storeTable(workspace, prepared.table)
  workspace.database.transaction('new run', () => {
    insertRun(workspace, prepared, tableHash, options)
    insertCandidates(workspace, prepared)
  })
  return prepared.context.runId
}

function insertRun(
  { database }: Workspace,
  { context, job }: PreparedRun,
  tableHash: string,
  { datasetId, extendedFrom }: StoreRunOptions,
): void {
  const { experimentText, experiment, ...rest } = context
  const { candidates: _, ...described } = experiment
  const { candidates: __, ...jobOfRun } = job
  const place = database.get<{ next: number }>('SELECT coalesce(max(place), 0) + 1 AS next FROM runs')?.next ?? 1
  database.run(
    `INSERT INTO runs (id, name, experiment, task, seed, status, place, startedAt, datasetName, datasetSha256, datasetId,
       tableHash, extendedFrom, settings, job, context)
     VALUES (:id, :name, :experiment, :task, :seed, 'waiting', :place, :startedAt, :datasetName, :datasetSha256, :datasetId,
       :tableHash, :extendedFrom, jsonb(:settings), :job, :context)`,
    {
      id: context.runId,
      name: experiment.name,
      experiment: experimentId(database, experimentText),
      task: experiment.task,
      seed: experiment.seed,
      place,
      startedAt: context.startedAt,
      datasetName: context.dataset.file ?? '',
      datasetSha256: context.dataset.sha256,
      datasetId: datasetId ?? null,
      tableHash,
      extendedFrom: extendedFrom ?? null,
      settings: JSON.stringify(settingsOf(experiment)),
      job: JSON.stringify(jobOfRun),
      context: JSON.stringify({ ...rest, experiment: described }),
    },
  )
}

/** What a run's candidates have in common, for filters. */
function settingsOf({ validation, preprocessing, metrics }: ResolvedExperiment): unknown {
  const { folds, repeats } = outermostOf(validation)
  return { folds, repeats, validation, preprocessing, ...(metrics && { rankedBy: metrics.ranking }) }
}

/** The same text is kept once. */
function experimentId(database: Workspace['database'], text: string): number {
  const sha256 = createHash('sha256').update(text).digest('hex')
  const known = database.get<{ id: number }>('SELECT id FROM experiments WHERE sha256 = ?', [sha256])
  return known?.id ?? database.run('INSERT INTO experiments (sha256, text) VALUES (?, ?)', [sha256, text])
}

function insertCandidates({ database }: Workspace, { context }: PreparedRun): void {
  const { experiment, parameters, runId } = context
  experiment.candidates.forEach(({ name, model, hyperparameters, spec }, position) => {
    database.run(
      `INSERT INTO candidates (run, position, name, model, parameters, hyperparameters, means, spec)
       VALUES (?, ?, ?, ?, ?, jsonb(?), jsonb('{}'), jsonb(?))`,
      [runId, position, name, model, parameters[position], JSON.stringify(hyperparameters), JSON.stringify(spec)],
    )
  })
}
