import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDataset } from '../../src/lab/datasets/store/importDataset.ts'
import { networkOutputs } from '../../src/lab/models/testing/networkOutputs.ts'
import { openModel } from '../../src/lab/models/openModel.ts'
import { loadDocument } from '../../src/lab/runs/store/loadDocument.ts'
import { loadRun } from '../../src/lab/runs/store/loadRun.ts'
import { loadRunState } from '../../src/lab/runs/store/loadRunState.ts'
import { listBackups } from '../../src/lab/workspace/backups.ts'
import { readStoredTable } from '../../src/lab/workspace/tableStore.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'

/**
 * A hash of all that a workspace can say: documents with histories and predictions, tables, datasets, predictions of models.
 * @throws HoldoutError that names what is damaged
 */
export async function readEverything(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const workspace = await Workspace.open({ folder, access: 'read' })
  try {
    const { database, paths } = workspace
    for (const { id } of database.all<{ id: string }>('SELECT id FROM runs ORDER BY id')) {
      const stored = loadRun(workspace, id)
      const { notices: _, ...document } = await loadDocument(workspace, id, { histories: true })
      hash.update(JSON.stringify(document))
      hash.update(JSON.stringify((await loadRunState(workspace, stored, { values: true })).candidates))
      hash.update(JSON.stringify(await readStoredTable(workspace, stored.row.tableHash)))
      for (const name of await namesIn(join(paths.runs, id, 'models'))) {
        hash.update(networkOutputs(await openModel(join(paths.runs, id, 'models', name)), 1, () => 0.5))
      }
    }
    for (const id of await namesIn(paths.datasets)) {
      const { inspection } = await openDataset(paths.datasets, id)
      hash.update(JSON.stringify(inspection))
    }
    const backups = await listBackups(paths)
    hash.update(JSON.stringify(backups.map(({ runs }) => (runs === undefined ? 'damaged' : 'whole'))))
    return hash.digest('hex')
  } finally {
    await workspace.shutdown()
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.')).sort()
}
