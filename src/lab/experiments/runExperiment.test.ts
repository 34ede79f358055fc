import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeTable } from '../../core/dataset/tableFile.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import type { Trainer } from '../trainers/trainer.ts'
import { prepareRun } from './prepareRun.ts'
import type { RunChoices } from './prepareRun.ts'
import { readExperimentFile } from './readExperimentFile.ts'
import { runExperiment } from './runExperiment.ts'

const TINY = 'fixtures/experiments/tiny.yaml'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-run-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Tiny with another validation. */
async function preparedWith(validation: string) {
  const text = (await readFile(TINY, 'utf8')).replace(/^validation: .*$/m, validation)
  const path = join(folder, 'edited.yaml')
  await writeFile(path, text)
  const data = 'fixtures/experiments/two-classes.csv'
  const open = await readExperimentFile(path)
  return prepareRun(open, { data })
}

async function prepared(choices: RunChoices = {}) {
  return prepareRun(await readExperimentFile(TINY), choices)
}

describe('prepareRun', () => {
  it('describes job and dataset', async () => {
    const { job, context } = await prepared({ runId: 'r', now: () => new Date(0) })
    expect(job).toMatchObject({ runId: 'r', task: 'binary', classes: ['no', 'yes'], seed: 3, backend: 'auto' })
    expect(job.threads.intraOp).toBe(1)
    expect(context.parameters).toEqual([21, 41])
    expect(context.startedAt).toBe('1970-01-01T00:00:00.000Z')
    expect(context.dataset).toMatchObject({ file: 'two-classes.csv', rows: 48, features: 3, target: 'class' })
    expect(context.overrides).toBeUndefined()
  })

  it('names runs by their time, and no two alike', async () => {
    const now = () => new Date('2026-05-06T07:08:09Z')
    const [a, b] = await Promise.all([prepared({ now }), prepared({ now })])
    expect(a.job.runId).toMatch(/^20260506-070809-[0-9a-f]{4}$/)
    expect(a.job.runId).not.toBe(b.job.runId)
  })

  it('refuses an inner validation that cannot be made, where it stands in the file', async () => {
    await expect(
      preparedWith('validation: { strategy: nested, outer: { folds: 3 }, inner: { folds: 17 } }'),
    ).rejects.toMatchObject({
      code: 'split/class-too-small',
      message:
        'class "no" has 16 rows: expected at least 17, one for each of 17 folds (the inner validation of outer fold 1)',
      hint: 'Set `validation.inner.folds` to at most 16, or join the class with another or leave it out.',
      path: 'validation.inner.folds',
      line: 8,
      column: 70,
    })
  })

  it('refuses a holdout that leaves out a class', async () => {
    await expect(
      preparedWith('validation: { strategy: stratified-holdout, testFraction: 0.01 }'),
    ).rejects.toMatchObject({
      code: 'split/too-few-rows',
      path: 'validation.testFraction',
      line: 8,
    })
  })

  it('picks models by name', async () => {
    const { job } = await prepared({ models: ['Larger'] })
    expect(job.candidates.map(({ name }) => name)).toEqual(['Larger'])
  })
})

describe('runExperiment', () => {
  it('hands over the table by file and removes it afterwards', async () => {
    let rows = 0
    const peeking: Trainer = {
      start: (job: TrainerJob, onEvents) => {
        const fake = new FakeTrainer().start(job, onEvents)
        const ended = readFile(job.tableFile).then((bytes) => {
          rows = decodeTable(bytes).rows
          return fake.ended
        })
        return {
          ...fake,
          ended,
          stop: () => fake.stop(),
          pause: () => fake.pause(),
          resume: () => fake.resume(),
          kill: () => fake.kill(),
        }
      },
    }
    const handle = await runExperiment(await prepared(), { trainer: peeking, folder })
    const state = await handle.done
    expect(rows).toBe(48)
    expect(state).toMatchObject({ status: 'ended', end: { kind: 'finished' }, finishedFits: 6 })
    expect(await readdir(folder)).toEqual([])
  })

  it('tells every batch with the state after it, and the end last', async () => {
    const kinds: string[] = []
    const handle = await runExperiment(await prepared(), {
      trainer: new FakeTrainer(),
      folder,
      onEvents: (events, state) => {
        kinds.push(...events.map(({ kind }) => kind))
        expect(state.status === 'ended').toBe(events.some(({ kind }) => kind === 'ended'))
      },
    })
    await handle.done
    expect(kinds[0]).toBe('started')
    expect(kinds.at(-1)).toBe('ended')
    expect(handle.state.status).toBe('ended')
  })

  it('keeps what was finished before a crash', async () => {
    const handle = await runExperiment(await prepared(), { trainer: new FakeTrainer({ crashAtBatch: 5 }), folder })
    const state = await handle.done
    expect(state.end).toMatchObject({ kind: 'crashed', error: { code: 'trainer/crashed' } })
    expect(state.finishedFits).toBe(2)
    expect(await readdir(folder)).toEqual([])
  })

  it('stops when asked', async () => {
    const handle = await runExperiment(await prepared(), { trainer: new FakeTrainer({ batchMs: 1 }), folder })
    handle.stop()
    expect((await handle.done).end).toEqual({ kind: 'stopped' })
  })

  it('fails before it starts where the table cannot be written', async () => {
    const run = runExperiment(await prepared(), { trainer: new FakeTrainer(), folder: join(folder, 'not', 'there') })
    await expect(run).rejects.toThrow(/ENOENT|no such file/)
  })
})
