import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FakeTrainer } from './trainers/fakeTrainer.ts'
import { Lab } from './lab.ts'

const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url))
const SONAR = join(RESOURCES, 'samples', 'sonar.csv')
const EXERCISE = join(RESOURCES, 'examples', 'sonar-dropout.yaml')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-lab-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function boot(program: string): Promise<Lab> {
  const host = { host: 'browser' } as const
  return Lab.boot({
    workspace: folder,
    program,
    resources: RESOURCES,
    trainer: new FakeTrainer(),
    checker: new FakeTrainer(),
    host,
  })
}

/** Resolves as soon as the lab tells that it may write. */
async function writable(lab: Lab): Promise<void> {
  const subscription = lab.hub.subscribe()
  for await (const event of subscription.events(undefined)) if (event.kind === 'writable') break
  subscription.close()
}

it('looks while another program writes, learns who, and takes over when that has gone', async () => {
  const first = await boot('the first program')
  const text = await readFile(EXERCISE, 'utf8')
  const { id: datasetId } = await first.services.datasets.import({ file: SONAR })
  const runId = await first.services.runs.start({ text, datasetId })
  await first.runs.idle()
  const second = await boot('the second program')
  const { runs, settings, datasets, history } = second.services
  expect((await second.services.environment()).isReadOnly).toBe(true)
  expect(history.query({}).total).toBe(3)
  const isRefused = {
    code: 'workspace/busy',
    message: expect.stringContaining('the first program (process ') as string,
  }
  await expect(runs.start({ text, datasetId })).rejects.toMatchObject(isRefused)
  await expect(runs.extend(runId, { repeats: 2 })).rejects.toMatchObject(isRefused)
  expect(() => history.delete([runId])).toThrow(expect.objectContaining(isRefused))
  await expect(datasets.import({ file: SONAR, choices: { delimiter: ';' } })).rejects.toMatchObject(isRefused)
  expect((await datasets.import({ file: SONAR })).wasKnown).toBe(true)
  expect((await settings.set({ theme: 'dark' })).theme).toBe('dark')
  expect([(await settings.get()).theme, (await first.services.settings.get()).theme]).toEqual(['dark', 'system'])
  const mayWrite = writable(second)
  await first.shutdown()
  await mayWrite
  expect((await second.services.environment()).isReadOnly).toBe(false)
  expect((await runs.document(await runs.start({ text, datasetId }), false)).run).not.toBe(runId)
  await second.shutdown()
})

it('shows how far a run has come that another program trains', async () => {
  const first = await boot('the first program')
  const text = await readFile(EXERCISE, 'utf8')
  const { id: datasetId } = await first.services.datasets.import({ file: SONAR })
  const second = await boot('the second program')
  const news = second.hub.subscribe()
  const runId = await first.services.runs.start({ text, datasetId })
  await first.runs.idle()
  let status: string | undefined
  for await (const event of news.events(undefined)) {
    if (event.kind !== 'changed' || event.what !== 'runs') continue
    status = (await second.services.runs.source(runId)).status
    if (status === 'finished') break
  }
  news.close()
  expect((await second.services.runs.source(runId)).state.finishedFits).toBe(30)
  await second.shutdown()
  await first.shutdown()
})
