/**
 * A program for tests of crashes: opens a workspace, keeps a tiny run or goes on with it, and dies by SIGKILL at the write
 * it is given. Says on stdout how many fits are in the database after each transaction.
 */
import { ChildProcessTrainer } from '../../trainers/childProcessTrainer.ts'
import { FakeTrainer } from '../../trainers/fakeTrainer.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { markInterrupted } from '../store/interruptedRuns.ts'
import { startRecordedRun } from '../training/recordedRun.ts'
import { storeRun } from '../store/storeRun.ts'
import { tinyRun } from './tinyRun.ts'
import type { TinyRunOptions } from './tinyRun.ts'

export interface DriveOptions {
  readonly folder: string
  readonly trainer: 'fake' | 'real'
  readonly run: TinyRunOptions
  /** Fits reference models instead of the program of this checkout. */
  readonly referenceProgram?: string
  /** Dies before this write, counted from 1. */
  readonly killAt?: number
}

const { folder, trainer, run, killAt, referenceProgram } = JSON.parse(process.argv[2]) as DriveOptions
let writes = 0
const workspace = await Workspace.open({
  folder,
  access: 'write',
  program: 'driveRun',
  hook: () => {
    writes += 1
    if (writes === killAt) process.kill(process.pid, 'SIGKILL')
  },
})
const known = workspace.database.get<{ id: string }>('SELECT id FROM runs')
markInterrupted(workspace)
const runId = known?.id ?? (await storeRun(workspace, await tinyRun(run)))
const isFinished = workspace.database.get(`SELECT id FROM runs WHERE status = 'finished'`)
if (!isFinished) await train()
await workspace.shutdown()
process.stdout.write(`writes ${String(writes)}\n`)

async function train(): Promise<void> {
  const handle = await startRecordedRun(workspace, runId, {
    trainer:
      trainer === 'real'
        ? new ChildProcessTrainer({ ...(referenceProgram !== undefined && { referenceProgram }) })
        : new FakeTrainer({ epochsPerBatch: 5 }),
    onEvents: () => tellFits(),
  })
  await handle.done
  tellFits()
}

function tellFits(): void {
  const fits = workspace.database.get<{ count: number }>('SELECT count(*) AS count FROM fits')?.count ?? 0
  process.stdout.write(`fits ${String(fits)}\n`)
}
