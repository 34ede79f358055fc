import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TableColumn } from '../../src/core/dataset/table.ts'
import { importDataset } from '../../src/lab/datasets/store/importDataset.ts'
import { JsonFile } from '../../src/lab/files/jsonFile.ts'
import { annotateRuns } from '../../src/lab/runs/store/annotateRuns.ts'
import { deleteRuns } from '../../src/lab/runs/store/deleteRuns.ts'
import { storeRun } from '../../src/lab/runs/store/storeRun.ts'
import { tinyExperiment, tinyRun, tinyTable } from '../../src/lab/runs/testing/tinyRun.ts'
import { startRecordedRun } from '../../src/lab/runs/training/recordedRun.ts'
import { ChildProcessTrainer } from '../../src/lab/trainers/childProcessTrainer.ts'
import { writeBackup } from '../../src/lab/workspace/backups.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'
import { runPaths } from '../../src/lab/workspace/workspacePaths.ts'
import { command } from './command.ts'
import { learnPatience } from './patience.ts'

/** A small CSV, an experiment on it, and a workspace with a file of every kind that Holdout stores. */
export interface Victim {
  readonly csv: string
  readonly experiment: string
  /** Holds a finished run with models, a stopped one with checkpoints, a deleted one, a dataset, a draft and a backup of all of them. */
  readonly workspace: string
  /** Id of the finished run. */
  readonly run: string
  /** Id of the stopped run. */
  readonly stopped: string
}

const STOPPED = { id: 'stopped', name: 'Stopped', epochs: 3000, units: [4], checkpointEveryMs: 20 }

/** Makes what is to be attacked. @throws Error where a run does not end well */
export async function makeVictim(folder: string): Promise<Victim> {
  await mkdir(folder, { recursive: true })
  const paths = {
    csv: join(folder, 'tiny.csv'),
    experiment: join(folder, 'tiny.yaml'),
    workspace: join(folder, 'workspace'),
  }
  await writeFile(paths.csv, tinyCsv())
  await writeFile(paths.experiment, `${tinyExperiment({ epochs: 60, references: '[linear]' })}finalModel: true\n`)
  learnPatience(Infinity)
  const begun = performance.now()
  const deleted = await runOf(paths)
  learnPatience(performance.now() - begun)
  const run = await runOf(paths)
  const workspace = await Workspace.open({ folder: paths.workspace, access: 'write' })
  annotateRuns(workspace, [run], { note: 'the first', tags: ['a'] })
  deleteRuns(workspace, [deleted])
  await importDataset({ file: paths.csv, folder: workspace.paths.datasets })
  await new JsonFile(join(paths.workspace, 'draft.json'), String).save('a draft')
  await stopWithCheckpoint(workspace)
  await writeBackup(workspace.database, workspace.paths)
  await workspace.shutdown()
  return { ...paths, run, stopped: STOPPED.id }
}

async function runOf({ experiment, workspace }: { experiment: string; workspace: string }): Promise<string> {
  const ended = await command(['run', experiment, '--workspace', workspace, '--json'])
  if (ended.code !== 0) throw new Error(`a run to be attacked failed: ${ended.stdout}${ended.stderr}`)
  return (JSON.parse(ended.stdout) as { run: string }).run
}

/** A run that was stopped when it had written a checkpoint. */
async function stopWithCheckpoint(workspace: Workspace): Promise<void> {
  await storeRun(workspace, await tinyRun(STOPPED))
  const { checkpoints } = runPaths(workspace.paths, STOPPED.id)
  const handle = await startRecordedRun(workspace, STOPPED.id, {
    trainer: new ChildProcessTrainer(),
    onEvents: () => {
      void readdir(checkpoints).then((names) => {
        if (names.some((name) => name.endsWith('.checkpoint'))) handle.stop()
      })
    },
  })
  await handle.done
  if ((await readdir(checkpoints)).length === 0) throw new Error('the stopped run has no checkpoint to be attacked')
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
