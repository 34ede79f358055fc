import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TableColumn } from '../../src/core/dataset/table.ts'
import { importDataset } from '../../src/lab/datasets/store/importDataset.ts'
import { tinyExperiment, tinyTable } from '../../src/lab/runs/testing/tinyRun.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'
import { command } from './command.ts'

/** A small CSV, an experiment on it, and a workspace that has run it, imported the CSV and made a backup. */
export interface Victim {
  readonly csv: string
  readonly experiment: string
  readonly workspace: string
  /** Id of the run in it. */
  readonly run: string
}

/** Makes what is to be attacked. @throws Error where the run does not end well */
export async function makeVictim(folder: string): Promise<Victim> {
  await mkdir(folder, { recursive: true })
  const paths = {
    csv: join(folder, 'tiny.csv'),
    experiment: join(folder, 'tiny.yaml'),
    workspace: join(folder, 'workspace'),
  }
  await writeFile(paths.csv, tinyCsv())
  await writeFile(paths.experiment, `${tinyExperiment({ epochs: 60 })}finalModel: true\n`)
  const ended = await command(['run', paths.experiment, '--workspace', paths.workspace])
  if (ended.code !== 0) throw new Error(`the run to be attacked failed: ${ended.stderr}`)
  const workspace = await Workspace.open({ folder: paths.workspace, access: 'write' })
  const run = workspace.database.get<{ id: string }>('SELECT id FROM runs')?.id ?? ''
  await importDataset({ file: paths.csv, folder: workspace.paths.datasets })
  await workspace.shutdown()
  return { ...paths, run }
}

/** The CSV of {@link tinyTable}. */
function tinyCsv(): string {
  const { rows, features, target } = tinyTable()
  const columns = [...features, target]
  const cellOf = (column: TableColumn, row: number): string =>
    column.kind === 'number' ? String(column.values[row]) : column.levels[column.codes[row]]
  const lines = Array.from({ length: rows }, (_, row) => columns.map((column) => cellOf(column, row)).join(','))
  return `x0,x1,class\n${lines.join('\n')}\n`
}
