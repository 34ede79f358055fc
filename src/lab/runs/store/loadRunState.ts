import { join } from 'node:path'
import { applyRunEvent } from '../../../core/run/applyRunEvent.ts'
import type { BackendInfo, RunEnd, RunEvent } from '../../../core/run/runEvent.ts'
import { initialRunState } from '../../../core/run/runState.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { ShardState } from '../../../core/run/shardState.ts'
import { referenceEventsOf } from '../../references/referenceRows.ts'
import type { BootstrapEstimate } from '../../../core/statistics/bootstrapCorrection.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { runPaths } from '../../workspace/workspacePaths.ts'
import { fitEndOf, fitRowsOf, withValues } from './fitRows.ts'
import type { StoredRun } from './loadRun.ts'

export interface LoadStateOptions {
  /** With histories and predictions; they are most of a run. */
  readonly values: boolean
  /** Whether predictions are among the values, as they are unless this is `false`; they are checked all the same. */
  readonly predictions?: boolean
  /** Values of these candidates alone, by position; of all unless given. */
  readonly of?: ReadonlySet<number>
}

/** Fits read between two turns of the event loop. */
const FITS_A_TURN = 64
/** Predictions that take a turn by themselves. */
const LONG_BYTES = 1 << 18

/** What is known about a stored run, as folding its events anew gives it. */
export async function loadRunState(
  workspace: Workspace,
  stored: StoredRun,
  { values, predictions = true, of }: LoadStateOptions,
): Promise<RunState> {
  const { database } = workspace
  let state = emptyState(stored)
  for (const event of eventsBefore(stored)) state = applyRunEvent(state, event)
  for (const [index, row] of fitRowsOf(database, stored.row.id).entries()) {
    const isWhole = values && (of?.has(row.position) ?? true)
    const read = isWhole ? withValues(database, row) : row
    state = applyRunEvent(state, fitEndOf(read, { predictions }))
    const isLong = (read.predictions?.length ?? 0) > LONG_BYTES
    if (isLong || (isWhole && index % FITS_A_TURN === FITS_A_TURN - 1)) await nextTurn()
  }
  for (const event of referenceEventsOf(database, stored.row.id, { values, predictions }))
    state = applyRunEvent(state, event)
  for (const event of eventsAfter(workspace, stored)) state = applyRunEvent(state, event)
  return state
}

/** The state of a run of which nothing was heard yet. */
export function emptyState({ context }: StoredRun): RunState {
  const { candidates } = context.experiment
  return initialRunState(candidates.map(({ name, spec }) => ({ name, epochs: spec.training.epochs })))
}

function eventsBefore({ row }: StoredRun): RunEvent[] {
  const events: RunEvent[] = []
  if (row.backend !== null)
    events.push({ kind: 'started', backend: JSON.parse(row.backend) as BackendInfo, fits: row.plannedFits, atMs: 0 })
  const shards = JSON.parse(row.shards) as ShardState[]
  for (const [shard, state] of shards.entries())
    events.push({ kind: 'shard', shard, of: shards.length, state, atMs: 0 })
  for (const message of JSON.parse(row.notices) as string[]) events.push({ kind: 'notice', message, atMs: 0 })
  return events
}

function eventsAfter({ paths }: Workspace, { row, candidates }: StoredRun): RunEvent[] {
  const atMs = row.seconds * 1000
  const events: RunEvent[] = candidates.flatMap(({ position, finalModel }): RunEvent[] =>
    finalModel === null
      ? []
      : [{ kind: 'finalModel', candidate: position, file: join(runPaths(paths, row.id).models, finalModel), atMs }],
  )
  if (row.optimism !== null)
    events.push({ kind: 'optimism', estimate: JSON.parse(row.optimism) as BootstrapEstimate, atMs })
  if (row.ended !== null) events.push({ kind: 'ended', end: JSON.parse(row.ended) as RunEnd, atMs })
  return events
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
