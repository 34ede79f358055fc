import { createHash } from 'node:crypto'
import { loadDocument } from '../../src/lab/runs/store/loadDocument.ts'
import { resultsOf } from '../../src/lab/runs/testing/sameResults.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'

/** A run as it was found. */
export interface FoundRun {
  readonly id: string
  readonly status: string
  readonly isDeleted: boolean
  /** SHA-256 of all that it came to, without ids and times: equal runs have equal ones. */
  readonly results: string
}

/** All runs of a workspace. @throws HoldoutError that names what is damaged */
export async function resultsIn(folder: string): Promise<readonly FoundRun[]> {
  const workspace = await Workspace.open({ folder, access: 'read' })
  try {
    const sql = 'SELECT id, status, deletedAt FROM runs ORDER BY id'
    const rows = workspace.database.all<{ id: string; status: string; deletedAt: string | null }>(sql)
    const found: FoundRun[] = []
    for (const { id, status, deletedAt } of rows) {
      const results = resultsOf(await loadDocument(workspace, id, { histories: true }))
      const hash = createHash('sha256').update(JSON.stringify(results)).digest('hex')
      found.push({ id, status, isDeleted: deletedAt !== null, results: hash })
    }
    return found
  } finally {
    await workspace.shutdown()
  }
}
