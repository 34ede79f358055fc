import { applyRunEvents } from '../../../core/run/applyRunEvent.ts'
import type { ValidationSpec } from '../../../core/split/validationSpec.ts'
import { strategyNamed } from '../../../core/split/strategies.ts'
import type { BackendInfo, FitKey } from '../../../core/run/runEvent.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { fitIdentifier } from './fitIdentity.ts'
import type { FitIdentifier } from './fitIdentity.ts'
import { fitEndOf, insertFit, keyOfRow } from '../store/fitRows.ts'
import type { FitEnd } from '../store/fitRows.ts'
import { loadRun } from '../store/loadRun.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { emptyState } from '../store/loadRunState.ts'
import type { FitRow } from '../store/runRows.ts'
import { summarizeCandidates } from '../store/summarizeRun.ts'

/** Fits copied between two turns of the event loop. */
const FITS_A_TRANSACTION = 16

/** A stored fit that is the same as one of the new run. */
interface Reusable {
  readonly end: FitEnd
  readonly identity: string
  /** The run it is from. */
  readonly run: string
}

/**
 * Gives a new run every stored fit that is the same as one of its own: those of the run it was made from and of any other.
 * Returns how many there were.
 *
 * @param backend what the new run will be computed by (`backendHere`); nothing that another engine or other instructions made
 *   is taken.
 */
export async function reuseFits(workspace: Workspace, runId: string, backend: BackendInfo): Promise<number> {
  const target = loadRun(workspace, runId)
  const identify = fitIdentifier({ job: target.job, tableHash: target.row.tableHash, backend })
  const { validation } = target.job
  const keys = storedKeys(workspace, target.row.tableHash).filter((key) =>
    isPlanned(key, validation, target.context.dataset.rows),
  )
  let state = emptyState(target)
  for (const position of target.job.candidates.keys()) {
    for (let from = 0; from < keys.length; from += FITS_A_TRANSACTION) {
      const some = keys.slice(from, from + FITS_A_TRANSACTION).map((key) => ({ ...key, candidate: position }))
      const found = reusableFits(workspace, target, some, identify)
      state = applyRunEvents(
        state,
        found.map(({ end }) => end),
      )
      if (found.length > 0) copyFits(workspace, target, found, state)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return state.finishedFits + state.divergedFits
}

/** Repeat, fold and outer fold of every fit stored on a table: the new run's may be among them. */
function storedKeys({ database }: Workspace, tableHash: string): readonly FitKey[] {
  return database
    .all<FitRow>(
      `SELECT DISTINCT 0 AS position, repeat, fold, outerFold FROM fits
       JOIN candidates ON candidates.id = fits.candidate JOIN runs ON runs.id = candidates.run
       WHERE tableHash = ? ORDER BY outerFold, repeat, fold`,
      [tableHash],
    )
    .map(keyOfRow)
}

/** Protocols that differ in repeats alone share their fits as far as both go. */
function isPlanned({ repeat, outer }: FitKey, validation: ValidationSpec, rows: number): boolean {
  if (validation.strategy !== 'nested') return repeat < validation.repeats
  if (outer === undefined) return repeat < validation.outer.repeats
  const perRepeat = strategyNamed(validation.outer.strategy).foldsPerRepeat(validation.outer, rows)
  return repeat < validation.inner.repeats && outer < validation.outer.repeats * perRepeat
}

function reusableFits(
  { database }: Workspace,
  { job }: StoredRun,
  keys: readonly FitKey[],
  identify: FitIdentifier,
): Reusable[] {
  return keys.flatMap((key): Reusable[] => {
    const identity = identify(key, job.candidates[key.candidate])
    const row = database.get<FitRow & { readonly run: string }>(
      `SELECT fits.*, 0 AS position, candidates.run, history, predictions, diagnostics FROM fits
       JOIN candidates ON candidates.id = fits.candidate JOIN fitValues ON fitValues.fit = fits.id
       WHERE identity = ? ORDER BY fits.id LIMIT 1`,
      [identity],
    )
    return row ? [{ end: { ...fitEndOf(row), fit: key }, identity, run: row.run }] : []
  })
}

function copyFits(workspace: Workspace, target: StoredRun, found: readonly Reusable[], state: RunState): void {
  const { database } = workspace
  database.transaction('reused fits', () => {
    for (const { end, identity, run } of found)
      insertFit(database, { candidate: target.candidates[end.fit.candidate].id, end, identity, reusedFrom: run })
    summarizeCandidates(workspace, target, state, new Set(found.map(({ end }) => end.fit.candidate)))
    const { finishedFits, divergedFits } = state
    database.run('UPDATE runs SET finishedFits = ?, divergedFits = ? WHERE id = ?', [
      finishedFits,
      divergedFits,
      target.row.id,
    ])
  })
}
