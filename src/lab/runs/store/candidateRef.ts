import { HoldoutError } from '../../../core/errors.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** A candidate of a run, as the history names it. */
export interface CandidateRef {
  readonly runId: string
  /** Position in the run. */
  readonly position: number
  /** Id of its row. */
  readonly rowId: number
}

/** Candidates by `RUN/POSITION`. @throws HoldoutError `workspace/no-such-candidate`. */
export function candidateRefs({ database }: Workspace, ids: readonly string[]): readonly CandidateRef[] {
  return ids.map((id) => {
    const slash = id.lastIndexOf('/')
    const [runId, position] = [id.slice(0, slash), Number(id.slice(slash + 1))]
    const row = database.get<{ id: number }>('SELECT id FROM candidates WHERE run = ? AND position = ?', [
      runId,
      position,
    ])
    if (row) return { runId, position, rowId: row.id }
    throw new HoldoutError(
      'workspace/no-such-candidate',
      `There is no candidate ${JSON.stringify(id)} in the workspace.`,
      {
        hint: 'It may have been deleted meanwhile; ask for the list again.',
      },
    )
  })
}

/** Ids of all candidates of a run, in order. */
export function candidatesOfRun({ database }: Workspace, runId: string): readonly string[] {
  return database
    .all<{ position: number }>('SELECT position FROM candidates WHERE run = ? ORDER BY position', [runId])
    .map(({ position }) => `${runId}/${String(position)}`)
}
