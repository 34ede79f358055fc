import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeTrainer } from '../../trainers/fakeTrainer.ts'
import type { FakeTrainerOptions } from '../../trainers/fakeTrainer.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { deleteRuns, restoreRuns } from '../store/deleteRuns.ts'
import { RunQueue } from './runQueue.ts'
import type { QueueChange } from './runQueue.ts'
import { tinyRun } from '../testing/tinyRun.ts'

let folder: string
let workspace: Workspace
let queue: RunQueue

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-queue-'))
  await open()
})
afterEach(async () => {
  await close()
  await rm(folder, { recursive: true, force: true })
})

async function open(options: FakeTrainerOptions = {}): Promise<void> {
  workspace = await Workspace.open({ folder, access: 'write' })
  queue = new RunQueue({ workspace, trainer: new FakeTrainer({ epochsPerBatch: 5, ...options }) })
  queue.boot()
}

/** Opens it again with a trainer that tells nothing before it is let. */
async function openHolding(): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  await close()
  await open({ after: promise })
  return () => resolve(undefined)
}

async function close(): Promise<void> {
  await queue.shutdown()
  await workspace.shutdown()
}

async function add(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await queue.add(await tinyRun({ id }))
}

async function addElsewhere(...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const prepared = await tinyRun({ id })
    await queue.add({ ...prepared, job: { ...prepared.job, place: 'lab' } })
  }
}

function stateOf(id: string): { readonly status: string; readonly finishedFits: number } | undefined {
  return workspace.database.get('SELECT status, finishedFits FROM runs WHERE id = ?', [id])
}

/** Resolves with the first change that `matches`. */
function changed(matches: (change: QueueChange) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const leave = queue.listen((change) => {
      if (!matches(change)) return
      leave()
      resolve()
    })
  })
}

/** A fit of this run has ended. */
function fitEnded(id: string): Promise<void> {
  return changed(
    (change) =>
      change.kind === 'events' && change.runId === id && change.events.some(({ kind }) => kind === 'fitFinished'),
  )
}

describe('RunQueue', () => {
  it('is busy from the moment a run is taken up until it has ended', async () => {
    expect(queue.isBusy).toBe(false)
    await add('a')
    // Its trainer is not started yet; who asks now whether the program may go must get the answer.
    expect(queue.liveOf('a')).toBeUndefined()
    expect(queue.isBusy).toBe(true)
    await queue.idle()
    expect(queue.isBusy).toBe(false)
  })

  it('trains one run after the other, in order', async () => {
    const letTrain = await openHolding()
    const begun: string[] = []
    queue.listen((change) => {
      if (change.kind === 'events' && !begun.includes(change.runId)) begun.push(change.runId)
    })
    await add('a', 'b', 'c')
    expect(queue.entries().map(({ runId }) => runId)).toEqual(['a', 'b', 'c'])
    letTrain()
    await queue.idle()
    expect(begun).toEqual(['a', 'b', 'c'])
    expect(['a', 'b', 'c'].map(stateOf)).toEqual(Array(3).fill({ status: 'finished', finishedFits: 6 }))
    expect(queue.entries()).toEqual([])
  })

  it('trains a run of a place beside one of this machine, and leaves it there when it is closed', async () => {
    const letTrain = await openHolding()
    await add('a', 'b')
    const bothTrain = changed(() => queue.liveOf('a') !== undefined && queue.liveOf('far') !== undefined)
    await addElsewhere('far', 'farther')
    await bothTrain
    expect(queue.entries().map(({ runId, place }) => [runId, place])).toEqual([
      ['a', undefined],
      ['far', 'lab'],
      ['b', undefined],
      ['farther', 'lab'],
    ])
    const closing = queue.shutdown()
    letTrain()
    await closing
    expect(queue.entries().map(({ runId, status }) => [runId, status])).toEqual([
      ['b', 'waiting'],
      ['farther', 'waiting'],
      ['a', 'interrupted'],
      ['far', 'away'],
    ])
  })

  it('lets waiting runs change places', async () => {
    const letTrain = await openHolding()
    await add('a', 'b', 'c', 'd')
    queue.move('d', 0)
    queue.move('b', 99)
    expect(queue.entries().map(({ runId }) => runId)).toEqual(['a', 'd', 'c', 'b'])
    letTrain()
    await queue.idle()
  })

  it('holds a run that is paused, and goes on with it', async () => {
    const ended = fitEnded('a')
    await add('a')
    await ended
    queue.pause('a')
    expect(queue.entries()).toMatchObject([{ runId: 'a', status: 'paused' }])
    expect(stateOf('a')?.status).toBe('paused')
    queue.resume('a')
    await queue.idle()
    expect(stateOf('a')).toEqual({ status: 'finished', finishedFits: 6 })
  })

  it('stops a run, keeping what is finished, and goes on with the next; the rest can be trained later', async () => {
    const letTrain = await openHolding()
    const ended = fitEnded('a')
    await add('a', 'b')
    letTrain()
    await ended
    queue.stop('a')
    await queue.idle()
    const stopped = stateOf('a')
    expect(stopped?.status).toBe('stopped')
    expect(stopped?.finishedFits).toBeGreaterThan(0)
    expect(stopped?.finishedFits).toBeLessThan(6)
    expect(stateOf('b')?.status).toBe('finished')
    queue.resume('a')
    await queue.idle()
    expect(stateOf('a')).toEqual({ status: 'finished', finishedFits: 6 })
  })

  it('takes a waiting run away', async () => {
    const letTrain = await openHolding()
    await add('a', 'b')
    queue.stop('b')
    letTrain()
    await queue.idle()
    expect(stateOf('b')).toEqual({ status: 'stopped', finishedFits: 0 })
  })

  it('tells progress with the time left', async () => {
    const ended = fitEnded('a')
    await add('a')
    await ended
    const [entry] = queue.entries()
    expect(entry.fits).toBe(6)
    expect(entry.fraction).toBeGreaterThan(0)
    expect(entry.remainingMs).toBeGreaterThan(0)
    await queue.idle()
  })

  it('offers what was interrupted when it is opened again, and trains what waited', async () => {
    const letTrain = await openHolding()
    const ended = fitEnded('a')
    await add('a', 'b')
    letTrain()
    await ended
    await close()
    await open()
    expect(queue.entries().find(({ runId }) => runId === 'a')?.status).toBe('interrupted')
    await queue.idle()
    expect(stateOf('b')?.status).toBe('finished')
    expect(stateOf('a')?.status).toBe('interrupted')
    queue.resume('a')
    await queue.idle()
    expect(stateOf('a')).toEqual({ status: 'finished', finishedFits: 6 })
  })

  it('marks a run whose trainer died as interrupted, with the reason', async () => {
    await close()
    await open({ crashAtBatch: 7 })
    await add('a')
    await queue.idle()
    expect(queue.entries()).toMatchObject([
      { runId: 'a', status: 'interrupted', error: { code: 'trainer/crashed' }, fitsDone: 1 },
    ])
  })

  it('goes on with the others where a run cannot even begin', async () => {
    const letTrain = await openHolding()
    const ended = fitEnded('a')
    await add('a', 'b', 'c')
    workspace.database.transaction('test', () => {
      workspace.database.run(`UPDATE runs SET tableHash = 'gone', context = '{' WHERE id = 'b'`)
    })
    letTrain()
    await ended
    await queue.idle()
    expect(['a', 'b', 'c'].map((id) => stateOf(id)?.status)).toEqual(['finished', 'failed', 'finished'])
  })

  it('refuses to pause what is not under way, and to train what is finished', async () => {
    await add('a')
    await queue.idle()
    expect(() => queue.pause('a')).toThrow(expect.objectContaining({ code: 'workspace/run-not-active' }))
    expect(() => queue.resume('a')).toThrow(expect.objectContaining({ code: 'workspace/run-finished' }))
    queue.stop('a')
    expect(stateOf('a')).toEqual({ status: 'finished', finishedFits: 6 })
    expect(() => queue.resume('nobody')).toThrow(expect.objectContaining({ code: 'workspace/no-such-run' }))
  })

  it('never trains a deleted run, nor deletes one that is trained', async () => {
    const letTrain = await openHolding()
    const ended = fitEnded('a')
    await add('a', 'b')
    deleteRuns(workspace, ['b'])
    letTrain()
    await ended
    expect(() => deleteRuns(workspace, ['a'])).toThrow(expect.objectContaining({ code: 'workspace/run-active' }))
    await queue.idle()
    expect(stateOf('b')).toEqual({ status: 'stopped', finishedFits: 0 })
    expect(restoreRuns(workspace, ['b', 'nobody'])).toBe(1)
  })
})
