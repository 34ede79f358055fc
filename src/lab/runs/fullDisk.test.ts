import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import { isSound } from '../workspace/integrity.ts'
import { Workspace } from '../workspace/workspace.ts'
import type { WriteHook } from '../workspace/writeHook.ts'
import { markInterrupted } from './store/interruptedRuns.ts'
import { loadDocument } from './store/loadDocument.ts'
import { startRecordedRun } from './training/recordedRun.ts'
import { storeRun } from './store/storeRun.ts'
import { resultsOf } from './testing/sameResults.ts'
import { tinyRun } from './testing/tinyRun.ts'

/** Histories that a small disk cannot hold. */
const RUN = { id: 'large', epochs: 2000, folds: 12, repeats: 4, units: [4, 8] }
const trainer = new FakeTrainer({ epochsPerBatch: 2000 })
let folder: string
let release: () => void

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-full-'))
  release = () => undefined
})
afterEach(async () => {
  release()
  await rm(folder, { recursive: true, force: true })
})

async function results(workspace: Workspace): Promise<unknown> {
  return resultsOf(await loadDocument(workspace, RUN.id, { histories: true }))
}

async function uninterrupted(): Promise<unknown> {
  const workspace = await Workspace.open({ folder: join(folder, 'whole'), access: 'write' })
  await storeRun(workspace, await tinyRun(RUN))
  await (
    await startRecordedRun(workspace, RUN.id, { trainer })
  ).done
  const whole = await results(workspace)
  await workspace.shutdown()
  return whole
}

/** Fills the disk by a run, makes space, goes on. */
async function fillAndGoOn(path: string, hook: WriteHook, makeSpace: () => Promise<void> | void): Promise<unknown> {
  const workspace = await Workspace.open({ folder: path, access: 'write', hook })
  await storeRun(workspace, await tinyRun(RUN))
  const { end, finishedFits } = await (await startRecordedRun(workspace, RUN.id, { trainer })).done
  expect(end).toMatchObject({ kind: 'failed', error: { code: 'workspace/disk-full' } })
  expect(finishedFits).toBeGreaterThan(0)
  expect(isSound(workspace.database)).toBe(true)
  await workspace.shutdown()
  await makeSpace()
  const again = await Workspace.open({ folder: path, access: 'write', hook })
  markInterrupted(again)
  const resumed = await startRecordedRun(again, RUN.id, { trainer })
  expect(resumed.state.finishedFits).toBeGreaterThan(0)
  expect(resumed.state.finishedFits).toBeLessThan(96)
  expect((await resumed.done).end).toEqual({ kind: 'finished' })
  const after = await results(again)
  await again.shutdown()
  return after
}

/** A small file system of its own, where this process may make one. */
function mountSmall(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', path], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0

describe('a full disk', { timeout: 120_000 }, () => {
  it('stops the run with the reason, whenever it comes; with space again the run goes on to the same result', async () => {
    let isFull = false
    let writes = 0
    const hook: WriteHook = () => {
      writes += 1
      if (writes === 12) isFull = true
      if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
    const makeSpace = () => {
      isFull = false
    }
    expect(await fillAndGoOn(join(folder, 'thrown'), hook, makeSpace)).toEqual(await uninterrupted())
  })

  it.runIf(canMount)('does so on a disk that is really full', async ({ skip }) => {
    const disk = join(folder, 'disk')
    await mkdir(disk)
    if (!mountSmall(disk)) skip('no file system can be mounted here')
    release = () => execFileSync('umount', [disk])
    const ballast = join(disk, 'ballast')
    await writeFile(ballast, new Uint8Array(1 << 20))
    const makeSpace = () => void execFileSync('mount', ['-o', 'remount,size=40m', disk])
    expect(await fillAndGoOn(join(disk, 'workspace'), () => undefined, makeSpace)).toEqual(await uninterrupted())
  })
})
