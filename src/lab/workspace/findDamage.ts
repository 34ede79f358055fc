import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { toErrorData } from '../../core/errors.ts'
import { readDataset } from '../datasets/store/importDataset.ts'
import { readModel } from '../models/openModel.ts'
import { fitEndOf, fitRowsOf, withValues } from '../runs/store/fitRows.ts'
import { listBackups } from './backups.ts'
import { readStoredTable } from './tableStore.ts'
import type { Workspace } from './workspace.ts'
import { runPaths, tablePath } from './workspacePaths.ts'

/** A part of a workspace that is missing or not what was written. */
export interface Damage {
  readonly part: 'table' | 'numbers' | 'model' | 'dataset' | 'backup'
  /** Of the file; of the database for numbers. */
  readonly path: string
  /** Runs that depend on it. */
  readonly runs: readonly string[]
  readonly message: string
  readonly hint?: string
}

interface Part extends Pick<Damage, 'part' | 'path' | 'runs'> {
  readonly check: () => Promise<unknown>
}

/**
 * Reads everything that a workspace stores and names what is damaged, and what depends on it. The pages of the database were compared
 * when it was opened, and checkpoints are when a run goes on. Writes nothing.
 */
export async function findDamage(workspace: Workspace): Promise<readonly Damage[]> {
  const found: Damage[] = []
  for (const { check, ...part } of await partsOf(workspace)) {
    try {
      await check()
    } catch (error) {
      const { message, hint } = toErrorData(error)
      found.push({ ...part, message, ...(hint !== undefined && { hint }) })
    }
  }
  return [...found, ...(await damagedBackups(workspace))]
}

interface Row {
  readonly id: string
  readonly tableHash: string
  readonly datasetId: string | null
}

async function partsOf(workspace: Workspace): Promise<readonly Part[]> {
  const { database, paths } = workspace
  const rows = database.all<Row>('SELECT id, tableHash, datasetId FROM runs ORDER BY id')
  const runsWith = (is: (row: Row) => boolean) => rows.filter(is).map(({ id }) => id)
  const hashes = [...new Set(rows.map(({ tableHash }) => tableHash))]
  const tables = hashes.map((hash): Part => ({
    part: 'table',
    path: tablePath(paths, hash),
    runs: runsWith(({ tableHash }) => tableHash === hash),
    check: () => readStoredTable(workspace, hash),
  }))
  const datasets = (await namesIn(paths.datasets)).map((name): Part => ({
    part: 'dataset',
    path: join(paths.datasets, name),
    runs: runsWith(({ datasetId }) => datasetId === name),
    check: () => readDataset(paths.datasets, name),
  }))
  const numbers = rows.map(({ id }): Part => ({
    part: 'numbers',
    path: paths.database,
    runs: [id],
    check: () => readNumbers(workspace, id),
  }))
  return [...tables, ...datasets, ...numbers, ...modelsOf(workspace)]
}

function modelsOf(workspace: Workspace): readonly Part[] {
  const sql = 'SELECT run, finalModel FROM candidates WHERE finalModel IS NOT NULL ORDER BY run, position'
  return workspace.database.all<{ run: string; finalModel: string }>(sql).map(({ run, finalModel }): Part => {
    const path = join(runPaths(workspace.paths, run).models, finalModel)
    return { part: 'model', path, runs: [run], check: () => readModel(path) }
  })
}

/** Fit by fit, with turns of the event loop between them. */
async function readNumbers({ database }: Workspace, run: string): Promise<void> {
  for (const row of fitRowsOf(database, run)) {
    fitEndOf(withValues(database, row))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function damagedBackups({ paths }: Workspace): Promise<readonly Damage[]> {
  const backups = await listBackups(paths)
  return backups.flatMap(({ path, runs }): Damage[] =>
    runs === undefined
      ? [
          {
            part: 'backup',
            path,
            runs: [],
            message: `The backup ${basename(path)} is damaged.`,
            hint: 'Move it to another folder; the next one is made within a day.',
          },
        ]
      : [],
  )
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.')).sort()
}
