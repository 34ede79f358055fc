import { HoldoutError } from '../../../core/errors.ts'
import type { ImportanceSettings } from '../../../core/diagnostics/explainSettings.ts'
import { rankingMetric } from '../../../core/experiment/resolve/rankingMetric.ts'
import { applyRunEvents } from '../../../core/run/applyRunEvent.ts'
import { instructionLevel } from '../../../core/run/instructions.ts'
import type { FitKey } from '../../../core/run/runEvent.ts'
import { historyOf, isDone } from '../../../core/run/runState.ts'
import type { FitState, RunState } from '../../../core/run/runState.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { tablePath } from '../../workspace/workspacePaths.ts'
import { candidateRefs } from '../store/candidateRef.ts'
import { explainStoredFit } from '../store/fitRows.ts'
import { loadRun } from '../store/loadRun.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { emptyState, loadRunState } from '../store/loadRunState.ts'
import { firstDifference } from './firstDifference.ts'
import type { VerifyOptions } from './verifyRun.ts'

/** How a replay for explanations ended. */
export type ExplainEnd = { readonly kind: 'explained'; readonly fits: number } | { readonly kind: 'stopped' }

/**
 * Trains the outermost folds of a candidate again, computes what their models say, and keeps it with the stored fits. What a replay
 * computes is believed only where every fit comes to the very numbers that are stored.
 * @param id `run/index`
 * @throws HoldoutError `workspace/no-such-candidate`, `workspace/no-table`, `workspace/no-finished-fit`, `training/not-reproduced`, and what the trainer failed with
 */
export async function explainCandidate(
  workspace: Workspace,
  id: string,
  importance: ImportanceSettings,
  options: VerifyOptions,
): Promise<ExplainEnd> {
  const [{ runId, position }] = candidateRefs(workspace, [id])
  const stored = loadRun(workspace, runId)
  await readStoredTable(workspace, stored.row.tableHash)
  const before = await loadRunState(workspace, stored, { values: true })
  const wanted = [...before.candidates[position].fits.values()].filter(
    ({ key, status }) => key.outer === undefined && status === 'finished',
  )
  if (wanted.length === 0) throw nothingToExplain(id)
  const job = jobOf(workspace, stored, before, { position, importance })
  const { state, end } = await trainAgain(stored, job, options)
  if (end.kind === 'stopped') return { kind: 'stopped' }
  if (end.kind !== 'finished') throw HoldoutError.fromData(end.error)
  const again = state.candidates[position].fits
  const different = wanted.filter((fit) => differs(fit, again.get(idOf(fit.key))))
  if (different.length > 0) throw differing(runId, different.length, wanted.length)
  workspace.database.transaction('explanations of a run', () => {
    for (const { key } of wanted) {
      const explanation = again.get(idOf(key))?.explanation
      if (explanation) explainStoredFit(workspace.database, stored.candidates[position].id, { fit: key, explanation })
    }
  })
  return { kind: 'explained', fits: wanted.length }
}

/** The job of the run, in which all fits but the wanted ones are done: what is trained is grouped and evaluated as it was. */
function jobOf(
  { paths }: Workspace,
  stored: StoredRun,
  before: RunState,
  { position, importance }: { readonly position: number; readonly importance: ImportanceSettings },
): TrainerJob {
  const { references: _, ...job } = stored.job
  const level = instructionLevel(before.backend?.instructions)
  const finished = before.candidates.flatMap(({ fits }, candidate) =>
    [...fits.values()]
      .filter(({ key, status }) => candidate !== position || key.outer !== undefined || status !== 'finished')
      .map(({ key }): FitKey => key),
  )
  return {
    ...job,
    ...(level !== undefined && { instructions: level }),
    tableFile: tablePath(paths, stored.row.tableHash),
    tableSha256: stored.row.tableHash,
    finished,
    explain: { ranking: rankingMetric(stored.context.experiment).name, importance },
  }
}

async function trainAgain(stored: StoredRun, job: TrainerJob, { trainer, onProgress, onStart }: VerifyOptions) {
  let state = emptyState(stored)
  const session = trainer.start(job, (events) => {
    state = applyRunEvents(state, events)
    onProgress?.(state)
  })
  onStart?.(session)
  const end = await session.ended
  return { state, end }
}

function differs(stored: FitState, again: FitState | undefined): boolean {
  return firstDifference(valuesOf(stored), again && isDone(again) ? valuesOf(again) : undefined) !== undefined
}

function valuesOf(fit: FitState) {
  const { status, scores = {}, predictions, steps } = fit
  return { status, history: historyOf(fit), scores, steps, predictions: predictions?.values.flat() ?? [] }
}

function idOf({ repeat, fold }: FitKey): string {
  return `${String(repeat)}/${String(fold)}`
}

function differing(run: string, count: number, of: number): HoldoutError {
  return new HoldoutError(
    'training/not-reproduced',
    `${String(count)} of ${String(of)} folds did not come to the stored numbers when they were trained again, so nothing was kept.`,
    { hint: `Use "holdout runs verify ${run}" to see what differs, or run the experiment again with \`importance\`.` },
  )
}

function nothingToExplain(id: string): HoldoutError {
  return new HoldoutError('workspace/no-finished-fit', `No fold of ${id} has finished: there is no model to explain.`, {
    hint: 'Resume the run first, or choose another candidate.',
  })
}
