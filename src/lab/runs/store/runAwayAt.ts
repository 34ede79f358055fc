import type { Workspace } from '../../workspace/workspace.ts'
import { openPlaceSql } from './openPlaceSql.ts'

/** A run without an end that is trained at this place, if there is one, whether or not somebody listens to it. */
export function runAwayAt({ database }: Workspace, place: string): string | undefined {
  return database.get<{ id: string }>(`SELECT id FROM runs WHERE ${openPlaceSql('runs')} = ?`, [place])?.id
}
