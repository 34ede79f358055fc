import { applyRunEvents } from '../../../core/run/applyRunEvent.ts'
import { changedBackend } from '../../../core/run/changedBackend.ts'
import { instructionLevel } from '../../../core/run/instructions.ts'
import type { ReferenceKind } from '../../../core/references/referenceKind.ts'
import type { RunEnd } from '../../../core/run/runEvent.ts'
import { historyOf, isDone } from '../../../core/run/runState.ts'
import type { FitState, RunState } from '../../../core/run/runState.ts'
import type { FitDifference, Verification, VerifiedFit } from '../../../core/run/verification.ts'
import { describeEnvironment } from '../../experiments/describeEnvironment.ts'
import type { Trainer, TrainerSession } from '../../trainers/trainer.ts'
import { compareReferenceFits } from '../../references/compareReferenceFits.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { tablePath } from '../../workspace/workspacePaths.ts'
import { changedEnvironment } from '../training/changedEnvironment.ts'
import { firstDifference } from './firstDifference.ts'
import { loadRun } from '../store/loadRun.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { emptyState, loadRunState } from '../store/loadRunState.ts'

export interface VerifyOptions {
  readonly trainer: Trainer
  /** Called with the state of the new run as it goes on. */
  readonly onProgress?: (state: RunState) => void
  readonly onStart?: (session: TrainerSession) => void
}

/**
 * Trains a stored run again, writing nothing, and compares fit by fit with what is stored: histories, predictions and
 * scores, bit by bit.
 * @throws HoldoutError `workspace/no-such-run`, `workspace/no-table`.
 */
export async function verifyRun(workspace: Workspace, runId: string, options: VerifyOptions): Promise<Verification> {
  const stored = loadRun(workspace, runId)
  await readStoredTable(workspace, stored.row.tableHash)
  const before = await loadRunState(workspace, stored, { values: true })
  const { state, end } = await trainAgain(workspace, stored, before, options)
  const compared = before.candidates.flatMap((candidate, index) =>
    [...candidate.fits]
      .filter(([, fit]) => isDone(fit))
      .map(([id, fit]) => compare(candidate.name, fit, state.candidates[index].fits.get(id))),
  )
  const comparedReferences = compareReferenceFits(before, state, stored.context.experiment)
  const differences = [...compared, ...comparedReferences].filter((difference) => difference !== undefined)
  const fits = compared.length + comparedReferences.length
  return {
    run: runId,
    isIdentical: differences.length === 0 && end.kind === 'finished',
    fits,
    identical: fits - differences.length,
    differences,
    environment: [
      ...changedEnvironment(stored.context.environment, describeEnvironment()),
      ...(before.backend && state.backend ? changedBackend(before.backend, state.backend) : []),
    ],
    end,
  }
}

async function trainAgain(
  workspace: Workspace,
  stored: StoredRun,
  before: RunState,
  { trainer, onProgress, onStart }: VerifyOptions,
): Promise<{ readonly state: RunState; readonly end: RunEnd }> {
  let state = emptyState(stored)
  const level = instructionLevel(before.backend?.instructions)
  // What models say of their folds follows from what is compared.
  const { explain: _, ...jobOfRun } = stored.job
  const job = {
    ...jobOfRun,
    ...(level !== undefined && { instructions: level }),
    tableFile: tablePath(workspace.paths, stored.row.tableHash),
    tableSha256: stored.row.tableHash,
    finished: [],
    references: { kinds: finishedReferences(before), hasBudget: false },
  }
  const session = trainer.start(job, (events) => {
    state = applyRunEvents(state, events)
    onProgress?.(state)
  })
  onStart?.(session)
  const end = await session.ended
  return { state, end }
}

function finishedReferences({ references }: RunState): readonly ReferenceKind[] {
  return references.filter(({ end }) => end?.kind === 'finished').map(({ kind }) => kind)
}

function compare(
  model: string,
  stored: FitState,
  again: FitState | undefined,
): (VerifiedFit & FitDifference) | undefined {
  const difference = firstDifference(valuesOf(stored), again && isDone(again) ? valuesOf(again) : undefined)
  if (!difference) return undefined
  const { repeat, fold, outer } = stored.key
  return { model, repeat, fold, ...(outer !== undefined && { outer }), ...difference }
}

function valuesOf(fit: FitState) {
  const { status, scores = {}, predictions, steps } = fit
  return { status, history: historyOf(fit), scores, steps, predictions: predictions?.values.flat() ?? [] }
}
