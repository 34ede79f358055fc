import type { Workspace } from '../../workspace/workspace.ts'

/**
 * Marks what a program that went left as running: such runs are interrupted and can be resumed. Only for the holder of the
 * write lock, before it starts anything. Returns the ids of all runs that are interrupted.
 */
export function markInterrupted({ database }: Workspace): readonly string[] {
  const left = database.get<{ count: number }>(
    `SELECT count(*) AS count FROM runs WHERE status IN ('running', 'paused')`,
  )
  if (left && left.count > 0) {
    database.transaction('interrupted runs', () =>
      database.run(`UPDATE runs SET status = 'interrupted' WHERE status IN ('running', 'paused')`),
    )
  }
  return database
    .all<{ id: string }>(`SELECT id FROM runs WHERE status = 'interrupted' AND deletedAt IS NULL ORDER BY startedAt`)
    .map(({ id }) => id)
}
