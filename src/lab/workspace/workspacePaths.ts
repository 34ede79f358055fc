import { join } from 'node:path'

/** Where everything lies in a workspace. */
export interface WorkspacePaths {
  readonly folder: string
  readonly database: string
  /** Locked by whoever writes; says nothing itself. */
  readonly writeLock: string
  /** Who writes, for those who are refused. */
  readonly lockHolder: string
  /** Imported datasets, by content. */
  readonly datasets: string
  /** Tables as runs were trained on them, by content. */
  readonly tables: string
  readonly runs: string
  readonly backups: string
  /** What was set aside as damaged. */
  readonly damaged: string
}

/** The layout of the workspace in `folder`. */
export function workspacePaths(folder: string): WorkspacePaths {
  return {
    folder,
    database: join(folder, 'holdout.sqlite'),
    writeLock: join(folder, 'pen.lock'),
    lockHolder: join(folder, 'pen.json'),
    datasets: join(folder, 'datasets'),
    tables: join(folder, 'tables'),
    runs: join(folder, 'runs'),
    backups: join(folder, 'backups'),
    damaged: join(folder, 'damaged'),
  }
}

/** Folders of one run. */
export interface RunPaths {
  readonly folder: string
  readonly checkpoints: string
  readonly models: string
  readonly reports: string
}

/** The layout of one run's folder. */
export function runPaths({ runs }: WorkspacePaths, runId: string): RunPaths {
  const folder = join(runs, runId)
  return {
    folder,
    checkpoints: join(folder, 'checkpoints'),
    models: join(folder, 'models'),
    reports: join(folder, 'reports'),
  }
}

/** Path of a stored table. */
export function tablePath({ tables }: WorkspacePaths, hash: string): string {
  return join(tables, `${hash}.table`)
}
