import { releaseTable } from './releaseTable.ts'
import { basename, join } from 'node:path'
import type { RunState } from '../../core/run/runState.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import { runExperiment } from '../../lab/experiments/runExperiment.ts'
import type { RunHandle } from '../../lab/experiments/runExperiment.ts'
import type { PreparedRun } from '../../lab/experiments/prepareRun.ts'
import { writeDownload } from '../../lab/files/writeDownload.ts'
import { startRecordedRun } from '../../lab/runs/training/recordedRun.ts'
import { storeRun } from '../../lab/runs/store/storeRun.ts'
import type { Trainer } from '../../lab/trainers/trainer.ts'
import type { Workspace } from '../../lab/workspace/workspace.ts'

/** Where a run is trained: in a workspace that keeps it, or nowhere. */
export interface TrainingPlace {
  readonly workspace: Workspace | undefined
  /** The run is in the workspace already. */
  readonly isStored: boolean
  /** Where final models go that no workspace keeps. */
  readonly modelFolder: string | undefined
}

interface TrainOptions {
  readonly trainer: Trainer
  readonly onEvents: (events: readonly RunEvent[], state: RunState) => void
}

/** Starts a prepared run, kept in the workspace if there is one. */
export async function startRun(
  prepared: PreparedRun,
  { workspace, isStored, modelFolder }: TrainingPlace,
  options: TrainOptions,
): Promise<RunHandle> {
  if (!workspace) return runExperiment(prepared, { ...options, ...(modelFolder !== undefined && { modelFolder }) })
  if (!isStored) await storeRun(workspace, prepared)
  releaseTable(workspace, prepared)
  return startRecordedRun(workspace, prepared.context.runId, options)
}

/** Copies final models from the workspace into `folder`, and says in the state that they are there. */
export async function copyModels(state: RunState, folder: string): Promise<RunState> {
  const candidates = await Promise.all(
    state.candidates.map(async (candidate) => {
      if (candidate.finalModel === undefined) return candidate
      return { ...candidate, finalModel: await copyModel(candidate.finalModel, folder) }
    }),
  )
  return { ...state, candidates }
}

/** Where the run is kept, and how to go on with one that did not come to its end, for stderr. */
export function keptLine({ isThere }: Pick<Workspace, 'isThere'>, { end }: RunState, runId: string): string {
  if (!isThere) return 'The workspace was removed while the run went on: the run is not kept.\n'
  const more = end?.kind === 'finished' ? '' : ` Go on with: holdout run --resume ${runId}`
  return `Kept as run ${runId}.${more}\n`
}

async function copyModel(path: string, folder: string): Promise<string> {
  const copy = join(folder, basename(path))
  if (copy === path) return path
  await writeDownload(copy, { path })
  return copy
}
