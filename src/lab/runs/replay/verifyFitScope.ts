import { setImmediate as nextTurn } from 'node:timers/promises'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { fitProblem, splitProblems, splitScope, trainingProblem } from '../../../core/run/fitScope.ts'
import type { FitScope } from '../../../core/run/fitScopeTable.ts'
import type { ScopeProblem, ScopeSplit, SplitScope } from '../../../core/run/fitScope.ts'
import { splitsOf } from '../../../core/run/splitsOf.ts'
import { fitId, isDone } from '../../../core/run/runState.ts'
import { trainingScopeOf } from '../../../core/run/trainingScope.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { loadRun } from '../store/loadRun.ts'
import { loadRunState } from '../store/loadRunState.ts'

/** Which rows took part in everything that a run fitted, proved from its data. */
export interface FitScopeProof {
  readonly run: string
  /** Whether no held-out row took part in anything that was fitted. */
  readonly isClean: boolean
  /** Stored fits that were checked. */
  readonly fits: number
  readonly problems: readonly ScopeProblem[]
  /** What each split learns from its training rows, by repeat and fold. */
  readonly splits: readonly SplitScope[]
  /** Rows trained on, rows watched by early stopping and class weights of each fit that has the latter two. */
  readonly trainings: readonly FitScope[]
  /** Candidates with a stored threshold: it was chosen on all held-out rows, so a score at it is optimistic. */
  readonly thresholds: readonly string[]
}

/**
 * Computes anew, from the stored table, what every split of a run learns from its training rows, and compares it with what
 * the run says it has learned. Trains nothing and writes nothing.
 * @throws HoldoutError `workspace/no-such-run`, `workspace/no-table`.
 */
export async function verifyFitScope(workspace: Workspace, runId: string): Promise<FitScopeProof> {
  const stored = loadRun(workspace, runId)
  const table = await readStoredTable(workspace, stored.row.tableHash)
  const state = await loadRunState(workspace, stored, { values: false })
  const fits = state.candidates.flatMap(({ name, fits: ofCandidate }) =>
    [...ofCandidate.values()].filter(isDone).map((fit) => ({ name, fit })),
  )
  const { preprocessing } = stored.job
  const target = encodeTarget(table, stored.job.task)
  const splits: SplitScope[] = []
  const trainings: FitScope[] = []
  const problems: ScopeProblem[] = []
  const fitsOfSplit = Map.groupBy(fits, ({ fit }) => fitId(fit.key))
  for (const split of splitsOf(stored.job, table)) {
    const prepared = splitScope(table, preprocessing, split)
    splits.push(prepared)
    problems.push(...splitProblems(table, preprocessing, split, prepared))
    for (const { name, fit } of fitsOfSplit.get(fitId(split)) ?? []) {
      const message = fit.preparation && fitProblem(table, preprocessing, split, prepared, fit.preparation)
      if (message !== undefined) problems.push({ model: name, ...placeOf(split), message })
      const { training } = stored.job.candidates[fit.key.candidate].spec
      const scope = trainingScopeOf(table, target, stored.job, { key: fit.key, train: split.train, training })
      const differs = trainingProblem(scope, fit.preparation?.training)
      if (differs !== undefined) problems.push({ model: name, ...placeOf(split), message: differs })
      if (training.earlyStopping || training.classWeight)
        trainings.push({ model: name, ...placeOf(split), training: scope })
    }
    await nextTurn()
  }
  const thresholds = workspace.database
    .all<{ readonly name: string }>(
      'SELECT name FROM candidates WHERE run = ? AND threshold IS NOT NULL ORDER BY position',
      [runId],
    )
    .map(({ name }) => name)
  return { run: runId, isClean: problems.length === 0, fits: fits.length, problems, splits, trainings, thresholds }
}

function placeOf({ repeat, fold, outer }: ScopeSplit): Pick<ScopeProblem, 'repeat' | 'fold' | 'outer'> {
  return { repeat, fold, ...(outer !== undefined && { outer }) }
}
