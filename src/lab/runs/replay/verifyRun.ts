import { changedBackend } from '../../../core/run/changedBackend.ts'
import type { ReferenceKind } from '../../../core/references/referenceKind.ts'
import { isDone } from '../../../core/run/runState.ts'
import type { FitState, RunState } from '../../../core/run/runState.ts'
import type { FitDifference, Verification, VerifiedFit } from '../../../core/run/verification.ts'
import { describeEnvironment } from '../../experiments/describeEnvironment.ts'
import { compareReferenceFits } from '../../references/compareReferenceFits.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { changedEnvironment } from '../training/changedEnvironment.ts'
import { loadRun } from '../store/loadRun.ts'
import { loadRunState } from '../store/loadRunState.ts'
import { fitDifference, trainAgain } from './trainAgain.ts'
import type { ReplayOptions } from './trainAgain.ts'

/**
 * Trains a stored run again, writing nothing, and compares fit by fit with what is stored: histories, predictions and
 * scores, bit by bit.
 * @throws HoldoutError `workspace/no-such-run`, `workspace/no-table`.
 */
export async function verifyRun(workspace: Workspace, runId: string, options: ReplayOptions): Promise<Verification> {
  const stored = loadRun(workspace, runId)
  await readStoredTable(workspace, stored.row.tableHash)
  const before = await loadRunState(workspace, stored, { values: true })
  const { state, end } = await trainAgain(
    workspace,
    stored,
    { before, finished: [], references: { kinds: finishedReferences(before), hasBudget: false } },
    options,
  )
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

function finishedReferences({ references }: RunState): readonly ReferenceKind[] {
  return references.filter(({ end }) => end?.kind === 'finished').map(({ kind }) => kind)
}

function compare(
  model: string,
  stored: FitState,
  again: FitState | undefined,
): (VerifiedFit & FitDifference) | undefined {
  const difference = fitDifference(stored, again)
  if (!difference) return undefined
  const { repeat, fold, outer } = stored.key
  return { model, repeat, fold, ...(outer !== undefined && { outer }), ...difference }
}
