import { HoldoutError } from '../../../core/errors.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** Days for which a deletion can be undone. */
export const UNDO_DAYS = 30

/**
 * Marks runs as deleted: nothing shows them any more, and `restoreRuns` brings them back until they are swept up.
 * @throws HoldoutError `workspace/run-active` for a run that is being trained.
 */
export function deleteRuns({ database }: Workspace, runIds: readonly string[], now = new Date()): void {
  database.transaction('deletion', () => {
    for (const run of runIds) {
      const status = database.get<{ status: string }>('SELECT status FROM runs WHERE id = ?', [run])?.status
      if (status === 'running' || status === 'paused') throw active(run)
      database.run('UPDATE runs SET deletedAt = ?, place = NULL WHERE id = ? AND deletedAt IS NULL', [
        now.toISOString(),
        run,
      ])
      // A deleted run does not wait for its turn.
      database.run(`UPDATE runs SET status = 'stopped' WHERE id = ? AND status = 'waiting'`, [run])
    }
  })
}

/** Brings deleted runs back. Returns how many there were. */
export function restoreRuns({ database }: Workspace, runIds: readonly string[]): number {
  return database.transaction('restoring', () => {
    const deleted = runIds.filter((run) =>
      database.get('SELECT 1 FROM runs WHERE id = ? AND deletedAt IS NOT NULL', [run]),
    )
    for (const run of deleted) database.run('UPDATE runs SET deletedAt = NULL WHERE id = ?', [run])
    return deleted.length
  })
}

function active(run: string): HoldoutError {
  return new HoldoutError('workspace/run-active', `The run ${run} is being trained and cannot be deleted.`, {
    hint: 'Stop it first.',
  })
}
