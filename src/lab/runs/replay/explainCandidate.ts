import { HoldoutError } from '../../../core/errors.ts'
import type { ImportanceSettings } from '../../../core/diagnostics/explainSettings.ts'
import { rankingMetric } from '../../../core/experiment/resolve/rankingMetric.ts'
import type { FitKey } from '../../../core/run/runEvent.ts'
import { fitId } from '../../../core/run/runState.ts'
import type { RunState } from '../../../core/run/runState.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { candidateRefs } from '../store/candidateRef.ts'
import { explainStoredFit } from '../store/fitRows.ts'
import { loadRun } from '../store/loadRun.ts'
import { loadRunState } from '../store/loadRunState.ts'
import { fitDifference, trainAgain } from './trainAgain.ts'
import type { ReplayOptions } from './trainAgain.ts'

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
  options: ReplayOptions,
): Promise<ExplainEnd> {
  const [{ runId, position }] = candidateRefs(workspace, [id])
  const stored = loadRun(workspace, runId)
  await readStoredTable(workspace, stored.row.tableHash)
  const before = await loadRunState(workspace, stored, { values: true })
  const wanted = [...before.candidates[position].fits.values()].filter(
    ({ key, status }) => key.outer === undefined && status === 'finished',
  )
  if (wanted.length === 0) throw nothingToExplain(id)
  const explain = { ranking: rankingMetric(stored.context.experiment).name, importance }
  const finished = othersOf(before, position)
  const { state, end } = await trainAgain(workspace, stored, { before, finished, explain }, options)
  if (end.kind === 'stopped') return { kind: 'stopped' }
  if (end.kind !== 'finished') throw HoldoutError.fromData(end.error)
  const again = state.candidates[position].fits
  const different = wanted.filter((fit) => fitDifference(fit, again.get(fitId(fit.key))) !== undefined)
  if (different.length > 0) throw differing(runId, different.length, wanted.length)
  workspace.database.transaction('explanations of a run', () => {
    for (const { key } of wanted) {
      const explanation = again.get(fitId(key))?.explanation
      if (explanation) explainStoredFit(workspace.database, stored.candidates[position].id, { fit: key, explanation })
    }
  })
  return { kind: 'explained', fits: wanted.length }
}

/** All fits but the wanted ones: as they are done, what is trained is grouped and evaluated as it was. */
function othersOf(before: RunState, position: number): readonly FitKey[] {
  return before.candidates.flatMap(({ fits }, candidate) =>
    [...fits.values()]
      .filter(({ key, status }) => candidate !== position || key.outer !== undefined || status !== 'finished')
      .map(({ key }) => key),
  )
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
