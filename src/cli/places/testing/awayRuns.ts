import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { summarizedRun } from '../../../lab/runs/history/listRuns.ts'
import { findRun } from '../../../lab/runs/store/findRun.ts'
import { loadRun } from '../../../lab/runs/store/loadRun.ts'
import { loadRunState } from '../../../lab/runs/store/loadRunState.ts'
import { fitResults } from '../../../lab/trainers/testing/trainerContract.ts'
import { Workspace } from '../../../lab/workspace/workspace.ts'

/** A file of events with more than this has more than its first record. */
const BEGUN_BYTES = 300

/** Fits of the newest run of a workspace, and which final models it has. */
export function newestResults(workspace: string): Promise<unknown> {
  return inWorkspace(workspace, async (opened) => {
    const stored = loadRun(opened, findRun(opened, 'latest'))
    const state = await loadRunState(opened, stored, { values: true })
    return [fitResults(state), state.candidates.map(({ finalModel }) => finalModel !== undefined)]
  })
}

/** Where the newest run of a workspace stands. */
export function newestStatus(workspace: string): Promise<string> {
  return inWorkspace(workspace, (opened) => summarizedRun(opened, findRun(opened, 'latest')).status)
}

/** Attempts of all runs in the folder of a place that have reported that they train. */
export function begunAttempts(place: string): number {
  const runs = join(place, 'runs')
  const files = existsSync(runs) ? readdirSync(runs, { recursive: true, encoding: 'utf8' }) : []
  return files.filter((path) => path.endsWith('.bin') && statSync(join(runs, path)).size > BEGUN_BYTES).length
}

async function inWorkspace<T>(folder: string, read: (opened: Workspace) => Promise<T> | T): Promise<T> {
  const opened = await Workspace.open({ folder, access: 'read', program: 'test' })
  try {
    return await read(opened)
  } finally {
    await opened.shutdown()
  }
}
