/** Who waits, in which order. Places are numbers that only order; running runs have none. */
import type { RunStatus } from '../../../contract/runs.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { RunEnd } from '../../../core/run/runEvent.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { noSuchRun } from '../store/loadRun.ts'
import { statusSql } from '../store/statusSql.ts'

/** A run of the queue as it is stored. */
export interface QueueRow {
  readonly id: string
  readonly name: string
  readonly status: RunStatus
  readonly plannedFits: number
  readonly finishedFits: number
  readonly divergedFits: number
  readonly ended: string | null
  /** Name of the place where it is trained; `null`: this machine. */
  readonly trainsAt: string | null
}

/** Runs under way, then those that wait, then those that were interrupted. */
export function queueRows({ database }: Workspace): readonly QueueRow[] {
  return database.all<QueueRow>(
    `SELECT id, name, ${statusSql('runs')} AS status, plannedFits, finishedFits, divergedFits, ended,
       json_extract(job, '$.place') AS trainsAt FROM runs
     WHERE deletedAt IS NULL AND status IN ('running', 'paused', 'waiting', 'interrupted')
     ORDER BY CASE status WHEN 'waiting' THEN 1 WHEN 'interrupted' THEN 2 ELSE 0 END, place, startedAt, id`,
  )
}

/** What trains side by side: one run on this machine, and one elsewhere, which costs this machine nothing. */
export const LANES = ['here', 'elsewhere'] as const
export type Lane = (typeof LANES)[number]

/** The run whose turn it is. */
export function nextWaiting({ database }: Workspace, lane: Lane): string | undefined {
  return database.get<{ id: string }>(
    `SELECT id FROM runs WHERE status = 'waiting' AND deletedAt IS NULL
       AND json_extract(job, '$.place') IS ${lane === 'here' ? 'NULL' : 'NOT NULL'}
     ORDER BY place, startedAt, id LIMIT 1`,
  )?.id
}

/**
 * Puts a run last in the queue.
 * @throws HoldoutError `workspace/no-such-run`, `workspace/run-finished`.
 */
export function enqueue({ database, paths }: Workspace, runId: string): void {
  const status = database.get<{ status: RunStatus }>('SELECT status FROM runs WHERE id = ? AND deletedAt IS NULL', [
    runId,
  ])?.status
  if (status === undefined) throw noSuchRun(paths.folder, runId)
  if (status === 'finished')
    throw new HoldoutError('workspace/run-finished', `The run ${runId} is finished: there is nothing left to train.`, {
      hint: 'Extend it with more repeats or more candidates, or run its experiment anew with another seed.',
    })
  if (status === 'running' || status === 'paused' || status === 'waiting') return
  database.transaction('queue', () =>
    database.run(
      `UPDATE runs SET status = 'waiting', place = (SELECT coalesce(max(place), 0) + 1 FROM runs) WHERE id = ?`,
      [runId],
    ),
  )
}

/**
 * Puts a waiting run at another place among those that wait, from 0. Of others nothing changes.
 *
 * @param takenUp wait no longer, though they are not marked as running yet
 */
export function moveTo(workspace: Workspace, runId: string, to: number, takenUp: readonly string[] = []): void {
  const ids = waiting(workspace).filter((id) => !takenUp.includes(id))
  if (!ids.includes(runId)) return
  const others = ids.filter((id) => id !== runId)
  const ordered = others.toSpliced(Math.min(to, others.length), 0, runId)
  const { database } = workspace
  database.transaction('queue', () =>
    ordered.forEach((id, index) => database.run('UPDATE runs SET place = ? WHERE id = ?', [index + 1, id])),
  )
}

/** Has a run wait no longer, or no longer offers it to be resumed. Of others nothing changes. */
export function stopWaiting({ database }: Workspace, runId: string): void {
  database.transaction('stopped', () =>
    database.run(
      `UPDATE runs SET status = 'stopped', place = NULL WHERE id = ? AND status IN ('waiting', 'interrupted')`,
      [runId],
    ),
  )
}

/** Marks where a run stands. */
export function setStatus({ database }: Workspace, runId: string, status: RunStatus, end?: RunEnd): void {
  database.transaction(status, () =>
    database.run('UPDATE runs SET status = ?, place = NULL, ended = coalesce(?, ended) WHERE id = ?', [
      status,
      end === undefined ? null : JSON.stringify(end),
      runId,
    ]),
  )
}

function waiting({ database }: Workspace): string[] {
  return database
    .all<{ id: string }>(
      `SELECT id FROM runs WHERE status = 'waiting' AND deletedAt IS NULL ORDER BY place, startedAt, id`,
    )
    .map(({ id }) => id)
}
