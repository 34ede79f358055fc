import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VerifyUpdate } from '../../contract/runs.ts'
import { startRecordedRun } from '../runs/training/recordedRun.ts'
import { storeRun } from '../runs/store/storeRun.ts'
import { tinyRun } from '../runs/testing/tinyRun.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import type { Trainer, TrainerSession } from '../trainers/trainer.ts'
import { Workspace } from '../workspace/workspace.ts'
import { verifyStream } from './verifyStream.ts'

const trainer = new FakeTrainer({ epochsPerBatch: 5 })
let folder: string
let workspace: Workspace

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-verify-'))
  workspace = await Workspace.open({ folder, access: 'write' })
  await storeRun(workspace, await tinyRun({ id: 'known' }))
  await (
    await startRecordedRun(workspace, 'known', { trainer })
  ).done
})
afterEach(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

/** A trainer that never ends by itself, and counts what was killed. */
class PatientTrainer implements Trainer {
  killed = 0

  start(): TrainerSession {
    const ended = Promise.withResolvers<{ kind: 'stopped' }>()
    const kill = () => {
      this.killed += 1
      ended.resolve({ kind: 'stopped' })
    }
    const nothing = () => undefined
    return { ended: ended.promise, stop: kill, leave: kill, pause: nothing, resume: nothing, kill }
  }
}

describe('verifyStream', () => {
  it('tells how far it is and ends with the verdict', async () => {
    const updates: VerifyUpdate[] = []
    for await (const update of verifyStream(workspace, 'known', { trainer })) updates.push(update)
    expect(updates.at(-1)).toMatchObject({ kind: 'done', verification: { run: 'known', isIdentical: true } })
    expect(updates.slice(0, -1).every(({ kind }) => kind === 'progress')).toBe(true)
  })

  it('ends the training when whoever asked has gone', async () => {
    const patient = new PatientTrainer()
    const controller = new AbortController()
    const stream = verifyStream(workspace, 'known', { trainer: patient, signal: controller.signal })
    const first = stream.next()
    controller.abort()
    expect((await first).value).toMatchObject({ kind: 'done', verification: { isIdentical: false } })
    expect(patient.killed).toBe(1)
  })

  it('passes on that there is no such run', async () => {
    await expect(verifyStream(workspace, 'unknown', { trainer }).next()).rejects.toMatchObject({
      code: 'workspace/no-such-run',
    })
  })
})
