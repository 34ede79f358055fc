import type { Workspace } from '../../workspace/workspace.ts'

/** A run without an end that is trained at this place, if there is one, whether or not somebody listens to it. */
export function runAwayAt({ database }: Workspace, place: string): string | undefined {
  const sql = `SELECT id FROM runs WHERE status IN ('running', 'paused', 'interrupted') AND ended IS NULL
    AND json_extract(job, '$.place') = ?`
  return database.get<{ id: string }>(sql, [place])?.id
}
