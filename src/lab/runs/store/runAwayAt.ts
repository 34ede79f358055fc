import type { Workspace } from '../../workspace/workspace.ts'
import { statusSql } from './statusSql.ts'

/** A run that goes on at this place, if there is one. */
export function runAwayAt({ database }: Workspace, place: string): string | undefined {
  const sql = `SELECT id FROM runs WHERE ${statusSql('runs')} = 'away' AND json_extract(job, '$.place') = ?`
  return database.get<{ id: string }>(sql, [place])?.id
}
