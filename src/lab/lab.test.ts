import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
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

it('starts a run before its findings are known and keeps them with it, and waits for those that block', async () => {
  const lab = await boot('the program')
  const { datasets, runs } = lab.services
  const file = join(folder, 'patients.csv')
  const rows = Array.from({ length: 40 }, (_, row) => `p${String(row % 8)},${String(Math.sin(row))},7,${'ab'[row % 2]}`)
  await writeFile(file, `patient,x,same,y\n${rows.join('\n')}\n`)
  const { id: datasetId } = await datasets.import({ file })
  const experiment = (strategy: string): string =>
    `holdout: 1\nname: P\ndataset: { target: "y", columns: { patient: { role: group } } }\n` +
    `validation: { strategy: ${strategy}, folds: 4 }\nmodels: [{ name: A, layers: [output] }]\n`
  const preflight = lab.services.tables.preflight.bind(lab.services.tables)
  let begin = (): void => undefined
  const asked = new Promise<void>((resolve) => (begin = resolve))
  lab.services.tables.preflight = async (...of) => {
    await asked
    return preflight(...of)
  }
  const runId = await runs.start({ text: experiment('group-k-fold'), datasetId })
  await lab.runs.idle()
  expect((await runs.document(runId, false)).findings).toBeUndefined()
  begin()
  await vi.waitFor(async () => {
    const { findings = [] } = await runs.document(runId, false)
    expect(findings.map(({ kind }) => kind)).toContain('constant')
  })
  const unwritable = [{ evidence: { count: 1n } }] as unknown as Awaited<ReturnType<typeof preflight>>
  lab.services.tables.preflight = () => Promise.resolve(unwritable)
  const without = await runs.start({ text: experiment('group-k-fold'), datasetId })
  await lab.runs.idle()
  expect(await runs.document(without, false)).toMatchObject({ end: { kind: 'finished' } })
  expect((await runs.document(without, false)).findings).toBeUndefined()
  lab.services.tables.preflight = preflight
  await expect(runs.start({ text: experiment('k-fold'), datasetId })).rejects.toMatchObject({
    code: 'experiment/groups-ignored',
  })
  await lab.shutdown()
})
