import { applyRunEvents } from '../../../core/run/applyRunEvent.ts'
import { instructionLevel } from '../../../core/run/instructions.ts'
import type { RunEnd } from '../../../core/run/runEvent.ts'
import { historyOf, isDone } from '../../../core/run/runState.ts'
import type { FitState, RunState } from '../../../core/run/runState.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'
import type { FitDifference } from '../../../core/run/verification.ts'
import type { Trainer, TrainerSession } from '../../trainers/trainer.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { tablePath } from '../../workspace/workspacePaths.ts'
import { emptyState } from '../store/loadRunState.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { firstDifference } from './firstDifference.ts'

export interface ReplayOptions {
  readonly trainer: Trainer
  /** Called with the state of the new run as it goes on. */
  readonly onProgress?: (state: RunState) => void
  readonly onStart?: (session: TrainerSession) => void
}

/** What of a stored run's job a replay changes. */
export type ReplayedPart = Pick<TrainerJob, 'finished' | 'references' | 'explain'>

/** Trains a stored run again, on this machine and with the processor instructions it was trained with, and writes nothing. */
export async function trainAgain(
  { paths }: Workspace,
  stored: StoredRun,
  { before, ...part }: ReplayedPart & { readonly before: RunState },
  { trainer, onProgress, onStart }: ReplayOptions,
): Promise<{ readonly state: RunState; readonly end: RunEnd }> {
  const level = instructionLevel(before.backend?.instructions)
  const { explain: _explain, references: _references, place: _place, ...job } = stored.job
  let state = emptyState(stored)
  const session = trainer.start(
    {
      ...job,
      ...(level !== undefined && { instructions: level }),
      tableFile: tablePath(paths, stored.row.tableHash),
      tableSha256: stored.row.tableHash,
      ...part,
    },
    (events) => {
      state = applyRunEvents(state, events)
      onProgress?.(state)
    },
  )
  onStart?.(session)
  return { end: await session.ended, state }
}

/** The first number in which a fit trained again differs from the stored one; `undefined` where all are equal. */
export function fitDifference(stored: FitState, again: FitState | undefined): FitDifference | undefined {
  return firstDifference(valuesOf(stored), again && isDone(again) ? valuesOf(again) : undefined)
}

function valuesOf(fit: FitState) {
  const { status, scores = {}, predictions, steps } = fit
  return { status, history: historyOf(fit), scores, steps, predictions: predictions?.values.flat() ?? [] }
}
