import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { importDataset, openDataset } from '../../src/lab/datasets/store/importDataset.ts'
import { loadDocument } from '../../src/lab/runs/store/loadDocument.ts'
import { markInterrupted } from '../../src/lab/runs/store/interruptedRuns.ts'
import { storeRun } from '../../src/lab/runs/store/storeRun.ts'
import { resultsOf } from '../../src/lab/runs/testing/sameResults.ts'
import { tinyRun } from '../../src/lab/runs/testing/tinyRun.ts'
import { startRecordedRun } from '../../src/lab/runs/training/recordedRun.ts'
import { FakeTrainer } from '../../src/lab/trainers/fakeTrainer.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'
import type { WriteHook } from '../../src/lab/workspace/writeHook.ts'
import { command } from './command.ts'
import { mountSmall } from './mountSmall.ts'
import { resultsIn } from './resultsIn.ts'
import { Tally } from './tally.ts'
import type { Victim } from './victim.ts'

const RUN = { id: 'full', epochs: 12 }

/** Room that a workspace with a run needs at most. */
const ROOM_KIB = 40_000

/**
 * The disk is full at one write after the other of a run, and, on real file systems of growing size, of a run with its trainer and of an
 * import. Afterwards there is space again: the run goes on to the same numbers, the import succeeds.
 */
export async function fullDisk(victim: Victim, folder: string, most: number): Promise<Tally> {
  const tally = new Tally('a full disk at every write of a run and of an import')
  const whole = await trained(join(folder, 'undisturbed'), () => undefined)
  for (let at = 1; at <= most; at += 1) {
    const path = join(folder, `full-${String(at)}`)
    let writes = 0
    const hook: WriteHook = () => {
      writes += 1
      if (writes === at) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
    await tally.attempt(`write ${String(at)}`, () => trained(path, hook))
    const resumed = await tally.attempt(`resumed after write ${String(at)}`, () => trained(path, () => undefined))
    if (resumed !== undefined)
      tally.add(isDeepStrictEqual(resumed, whole) ? 'fine' : 'different', `resumed after write ${String(at)}`)
    await rm(path, { recursive: true, force: true })
    if (writes < at) break
  }
  for (let kib = 4; kib <= 4 * most; kib += 12) await importInto(tally, victim.csv, kib)
  const [undisturbed] = (await resultsIn(victim.workspace)).filter(({ id }) => id === victim.run)
  for (let kib = 60; kib <= 20 * most; kib += 80) await runOn(tally, victim, kib, undisturbed.results)
  return tally
}

/** A run of the command line in a workspace on a disk with so much room, and again with enough. */
async function runOn(tally: Tally, { experiment }: Victim, kib: number, undisturbed: string): Promise<void> {
  const mounted = await mountSmall(kib)
  if (!mounted) return
  const what = `run on ${String(kib)} KiB`
  const at = ['--workspace', join(mounted.path, 'workspace')]
  try {
    const first = await command(['run', experiment, ...at])
    const isFull = /\((workspace|trainer|file)\/disk-full\)/.test(first.stderr)
    if (first.code !== 0)
      tally.add(first.isHung ? 'hang' : isFull ? 'named' : 'bug', `${what}: ${String(first.code)} ${first.stderr}`)
    await mounted.grow(ROOM_KIB)
    const stored = await tally.attempt(what, () => resultsIn(at[1]))
    const isThere = stored?.[0]?.status !== undefined
    const isDone = stored?.[0]?.status === 'finished'
    const again = isDone ? first : await command(['run', ...(isThere ? ['--resume', 'latest'] : [experiment]), ...at])
    const now = await tally.attempt(`${what}, again`, () => resultsIn(at[1]))
    if (again.code !== 0) tally.add('lost', `${what}, again: ${again.stderr}`)
    else tally.add(now?.[0]?.results === undisturbed ? 'fine' : 'different', `${what}, again`)
  } finally {
    await mounted.release()
  }
}

async function trained(folder: string, hook: WriteHook): Promise<unknown> {
  const workspace = await Workspace.open({ folder, access: 'write', hook })
  try {
    markInterrupted(workspace)
    if (!workspace.database.get('SELECT id FROM runs')) await storeRun(workspace, await tinyRun(RUN))
    const isFinished = workspace.database.get(`SELECT id FROM runs WHERE status = 'finished'`)
    if (!isFinished) {
      const trainer = new FakeTrainer({ epochsPerBatch: 5 })
      const { end } = await (await startRecordedRun(workspace, RUN.id, { trainer })).done
      if (end?.kind === 'failed') throw Object.assign(new Error(end.error.message), { code: end.error.code })
    }
    return resultsOf(await loadDocument(workspace, RUN.id, { histories: true }))
  } finally {
    await workspace.shutdown()
  }
}

async function importInto(tally: Tally, csv: string, kib: number): Promise<void> {
  const mounted = await mountSmall(kib)
  if (!mounted) return
  try {
    const folder = join(mounted.path, 'datasets')
    const imported = await tally.attempt(`import into ${String(kib)} KiB`, () => importDataset({ file: csv, folder }))
    if (imported === undefined) return
    await tally.attempt(`read from ${String(kib)} KiB`, () => openDataset(folder, imported.id))
    tally.add('fine', `import into ${String(kib)} KiB`)
  } finally {
    await mounted.release()
  }
}
