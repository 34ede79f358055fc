import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readExperiment } from '../../../core/experiment/file/parseExperiment.ts'
import { ENGINE_VERSION } from '../../../core/run/engineVersion.ts'
import type { BackendInfo } from '../../../core/run/runEvent.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'
import { ChildProcessTrainer } from '../../trainers/childProcessTrainer.ts'
import { FakeTrainer } from '../../trainers/fakeTrainer.ts'
import type { Trainer } from '../../trainers/trainer.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { collectGarbage, findGarbage } from '../store/collectGarbage.ts'
import { decodeColumns, encodeColumns } from '../store/columnBlob.ts'
import { deleteRuns } from '../store/deleteRuns.ts'
import { explainCandidate } from './explainCandidate.ts'
import { loadRunState } from '../store/loadRunState.ts'
import { extendRun } from './extendRun.ts'
import { fitIdentifier } from './fitIdentity.ts'
import { loadDocument } from '../store/loadDocument.ts'
import { loadRun } from '../store/loadRun.ts'
import { startRecordedRun } from '../training/recordedRun.ts'
import { storeRun } from '../store/storeRun.ts'
import { resultsOf } from '../testing/sameResults.ts'
import { tinyExperiment, tinyRun } from '../testing/tinyRun.ts'
import type { TinyRunOptions } from '../testing/tinyRun.ts'
import { verifyRun } from './verifyRun.ts'

const fake = new FakeTrainer({ epochsPerBatch: 5 })
const real = new ChildProcessTrainer()
let folder: string
let workspace: Workspace

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-replay-'))
  workspace = await Workspace.open({ folder, access: 'write' })
})
afterEach(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

async function train(options: TinyRunOptions, trainer: Trainer): Promise<void> {
  await storeRun(workspace, await tinyRun(options))
  await goOn(options.id ?? '', trainer)
}

async function goOn(id: string, trainer: Trainer): Promise<void> {
  const { end } = await (await startRecordedRun(workspace, id, { trainer })).done
  expect(end).toEqual({ kind: 'finished' })
}

async function results(id: string): Promise<unknown> {
  return resultsOf(await loadDocument(workspace, id, { histories: true }))
}

/** Changes one stored number by its last bit. */
function tamper(metric: string, epoch: number): void {
  const { database } = workspace
  const row = database.get<{ fit: number; history: Uint8Array }>(
    `SELECT fit, history FROM fitValues JOIN fits ON fits.id = fit WHERE fold = 1 ORDER BY fit LIMIT 1`,
  )
  const history = decodeColumns(row!.history)
  const bits = new BigUint64Array(Float64Array.of(history[metric][epoch - 1]).buffer)
  bits[0] += 1n
  history[metric][epoch - 1] = new Float64Array(bits.buffer)[0]
  database.transaction('test', () =>
    database.run('UPDATE fitValues SET history = ? WHERE fit = ?', [encodeColumns(history), row!.fit]),
  )
}

/** Changes what a stored run and its fits say they were computed by. */
function madeWith(id: string, changes: Partial<BackendInfo>): void {
  const { database } = workspace
  const stored = database.get<{ backend: string }>('SELECT backend FROM runs WHERE id = ?', [id])
  const backend = { ...(JSON.parse(stored!.backend) as BackendInfo), engine: ENGINE_VERSION, ...changes }
  database.transaction('test', () => {
    database.run('UPDATE runs SET backend = ? WHERE id = ?', [JSON.stringify(backend), id])
    const { job, row, candidates } = loadRun(workspace, id)
    const identify = fitIdentifier({ job, tableHash: row.tableHash, backend })
    for (const { position, id: candidate } of candidates) {
      for (let fold = 0; fold < 3; fold++) {
        const key = { candidate: position, repeat: 0, fold }
        const identity = identify(key, job.candidates[position])
        database.run('UPDATE fits SET identity = ? WHERE candidate = ? AND fold = ?', [identity, candidate, fold])
      }
    }
  })
}

/** Some train for real, and machines are slow or busy. */
const PATIENCE = { timeout: 120_000 }

describe('verifyRun', PATIENCE, () => {
  it('says identical where the real trainer comes to the same bits again', async () => {
    await train({ id: 'real', epochs: 4 }, real)
    const verification = await verifyRun(workspace, 'real', { trainer: real })
    expect(verification).toMatchObject({ isIdentical: true, fits: 6, identical: 6, differences: [], environment: [] })
    expect(await readdir(join(folder, 'runs', 'real'))).toEqual([])
  })

  it('trains a run of a place again on this machine', async () => {
    const prepared = await tinyRun({ id: 'of-a-place' })
    await storeRun(workspace, { ...prepared, job: { ...prepared.job, place: 'lab' } })
    await goOn('of-a-place', fake)
    const jobs: TrainerJob[] = []
    const local: Trainer = {
      start: (job, onEvents) => {
        jobs.push(job)
        return fake.start(job, onEvents)
      },
    }
    expect(await verifyRun(workspace, 'of-a-place', { trainer: local })).toMatchObject({ isIdentical: true, fits: 6 })
    expect(jobs).toHaveLength(1)
    expect(jobs[0]).not.toHaveProperty('place')
  })

  it('names the fit, the metric and the epoch of a single changed bit', async () => {
    await train({ id: 'changed' }, fake)
    tamper('valLoss', 7)
    const { isIdentical, identical, differences } = await verifyRun(workspace, 'changed', { trainer: fake })
    expect([isIdentical, identical]).toEqual([false, 5])
    expect(differences).toMatchObject([
      { model: 'Model 4', repeat: 0, fold: 1, what: 'history', metric: 'valLoss', epoch: 7 },
    ])
    expect(differences[0].relative).toBeLessThan(1e-15)
  })

  it('names what of the environment is not as it was', async () => {
    await train({ id: 'moved' }, fake)
    workspace.database.transaction('test', () => {
      workspace.database.run(
        `UPDATE runs SET context = json_set(context, '$.environment.cpu', 'another', '$.environment.holdout', '0.0.1')`,
      )
    })
    const { isIdentical, environment } = await verifyRun(workspace, 'moved', { trainer: fake })
    expect(isIdentical).toBe(true)
    expect(environment.map(({ what, stored }) => [what, stored])).toEqual([
      ['Holdout', '0.0.1'],
      ['processor', 'another'],
    ])
  })

  it('says with which engine an older run was made', async () => {
    await train({ id: 'old' }, fake)
    madeWith('old', { engine: undefined })
    const { environment } = await verifyRun(workspace, 'old', { trainer: fake })
    expect(environment).toEqual([{ what: 'engine', stored: '1', now: String(ENGINE_VERSION) }])
  })

  it('is not identical where the trainer fails', async () => {
    await train({ id: 'failing' }, fake)
    const { isIdentical, end, differences } = await verifyRun(workspace, 'failing', {
      trainer: new FakeTrainer({ crashAtBatch: 3 }),
    })
    expect([isIdentical, end.kind, differences[0].what]).toEqual([false, 'crashed', 'missing'])
  })
})

describe('extendRun', PATIENCE, () => {
  it('reuses every finished fit for more repeats, and ends as if all had been trained at once', async () => {
    await train({ id: 'short', epochs: 4 }, real)
    const { runId, reused } = await extendRun(workspace, 'short', { repeats: 3 })
    expect(reused).toBe(6)
    await goOn(runId, real)
    await train({ id: 'long', epochs: 4, repeats: 3 }, real)
    const [extended, whole] = [await results(runId), await results('long')] as [
      { models: unknown },
      { models: unknown },
    ]
    expect(extended.models).toEqual(whole.models)
    const taken = workspace.database.all<{ reusedFrom: string | null }>(
      'SELECT reusedFrom FROM fits JOIN candidates ON candidates.id = fits.candidate WHERE run = ?',
      [runId],
    )
    expect(taken.filter(({ reusedFrom }) => reusedFrom === 'short')).toHaveLength(6)
    expect(taken).toHaveLength(18)
  })

  it('reuses finished fits for a larger sweep, whatever the candidates’ places', async () => {
    await train({ id: 'narrow', units: [4, 8] }, fake)
    const text = tinyExperiment({ units: [2, 8, 4] })
    const { runId, reused } = await extendRun(workspace, 'narrow', {
      experiment: { path: 'wider.yaml', text, ...readExperiment(text) },
    })
    expect(reused).toBe(6)
    await goOn(runId, fake)
    const { models } = await loadDocument(workspace, runId)
    expect(models.map(({ name, fits }) => [name, fits])).toEqual([
      ['Model 2', 3],
      ['Model 8', 3],
      ['Model 4', 3],
    ])
    expect(models[2].metrics).toEqual((await loadDocument(workspace, 'narrow')).models[0].metrics)
  })

  it('takes no fit of repeats that the new run does not have', async () => {
    await train({ id: 'many', repeats: 5 }, fake)
    await train({ id: 'once' }, fake)
    const { reused } = await extendRun(workspace, 'once', { repeats: 2 })
    expect(reused).toBe(12)
  })

  it('reuses nothing that another seed, network or preprocessing has brought forth', async () => {
    await train({ id: 'seven', seed: 7 }, fake)
    const text = tinyExperiment({ seed: 8 })
    const { reused } = await extendRun(workspace, 'seven', { experiment: { path: '', text, ...readExperiment(text) } })
    expect(reused).toBe(0)
  })

  it('takes no fit of another engine or of other instructions, and says so', async () => {
    await train({ id: 'old' }, fake)
    madeWith('old', { engine: undefined })
    expect(await extendRun(workspace, 'old', { repeats: 2 })).toMatchObject({
      reused: 0,
      changes: [{ what: 'engine', stored: '1', now: String(ENGINE_VERSION) }],
    })
    madeWith('old', { name: 'tensorflow', instructions: 'a processor of another kind' })
    const { reused, changes } = await extendRun(workspace, 'old', { repeats: 3 })
    expect([reused, changes.map(({ what, stored }) => [what, stored])]).toEqual([
      0,
      [['instructions', 'a processor of another kind']],
    ])
  })

  it('refuses fewer repeats, and other data', async () => {
    await train({ id: 'three', repeats: 3 }, fake)
    await expect(extendRun(workspace, 'three', { repeats: 3 })).rejects.toMatchObject({
      code: 'usage/nothing-to-extend',
    })
    const text = tinyExperiment().replace('target: class', 'target: x0')
    await expect(
      extendRun(workspace, 'three', { experiment: { path: '', text, ...readExperiment(text) } }),
    ).rejects.toMatchObject({ code: 'workspace/other-data' })
  })
})

describe('collectGarbage', () => {
  it('removes what was deleted long ago with its files, and nothing else', async () => {
    await train({ id: 'kept' }, fake)
    await train({ id: 'gone' }, fake)
    await train({ id: 'recent' }, fake)
    const now = new Date('2026-05-01T00:00:00Z')
    deleteRuns(workspace, ['gone'], new Date('2026-03-31T00:00:00Z'))
    deleteRuns(workspace, ['recent'], new Date('2026-04-02T00:00:00Z'))
    const found = await findGarbage(workspace, { now })
    const { runs } = await collectGarbage(workspace, { now })
    expect(found.runs).toEqual(runs)
    expect(runs).toEqual(['gone'])
    expect((await readdir(join(folder, 'runs'))).sort()).toEqual(['kept', 'recent'])
    expect(await readdir(join(folder, 'tables'))).toHaveLength(1)
    const all = await collectGarbage(workspace, { now, days: 0 })
    expect(all.runs).toEqual(['recent'])
    expect((await loadDocument(workspace, 'kept')).models[0].fits).toBe(3)
    const left = workspace.database.get<{ count: number }>('SELECT count(*) AS count FROM fitValues')
    expect(left?.count).toBe(6)
  })
})

describe('explaining a stored candidate', () => {
  const settings = { shuffles: 3, correlated: 'apart' } as const
  const explanations = () =>
    workspace.database.all<{ diagnostics: string | null }>(
      `SELECT diagnostics FROM fitValues JOIN fits ON fits.id = fit JOIN candidates ON candidates.id = candidate
       WHERE run = 'plain' AND position = 1 ORDER BY fold`,
    )

  it('computes by a replay what the run would have computed', PATIENCE, async () => {
    await train({ id: 'plain', importance: 'none' }, real)
    await train({ id: 'asked', importance: '{ shuffles: 3 }' }, real)
    expect(explanations().map(({ diagnostics }) => diagnostics?.includes('importance'))).toEqual([false, false, false])
    expect(await explainCandidate(workspace, 'plain/1', settings, { trainer: real })).toEqual({
      kind: 'explained',
      fits: 3,
    })
    const asked = workspace.database.all(
      `SELECT diagnostics FROM fitValues JOIN fits ON fits.id = fit JOIN candidates ON candidates.id = candidate
       WHERE run = 'asked' AND position = 1 ORDER BY fold`,
    )
    expect(explanations().map(({ diagnostics }) => JSON.parse(diagnostics ?? '{}') as unknown)).toEqual(
      (asked as { diagnostics: string }[]).map(({ diagnostics }) => JSON.parse(diagnostics) as unknown),
    )
  })

  it('believes nothing where the folds do not come to the stored numbers', PATIENCE, async () => {
    await train({ id: 'plain', importance: 'none', units: [4] }, real)
    tamper('loss', 7)
    const before = workspace.database.all('SELECT fit, diagnostics FROM fitValues')
    await expect(explainCandidate(workspace, 'plain/0', settings, { trainer: real })).rejects.toMatchObject({
      code: 'training/not-reproduced',
    })
    expect(workspace.database.all('SELECT fit, diagnostics FROM fitValues')).toEqual(before)
  })

  it('keeps the points of a learning curve with their folds, and resumes none twice', PATIENCE, async () => {
    await train({ id: 'plain', learningCurve: '{ fractions: [0.5] }', units: [4] }, real)
    const state = await loadRunState(workspace, loadRun(workspace, 'plain'), { values: true })
    const fits = [...state.candidates[0].fits.values()]
    expect(
      fits.map(({ explanation }) => explanation?.learning?.map(({ fraction, trainRows }) => [fraction, trainRows])),
    ).toEqual(fits.map(() => [[0.5, 16]]))
    // As a document is made: predictions are not read for it.
    const without = await loadRunState(workspace, loadRun(workspace, 'plain'), { values: true, predictions: false })
    expect(fits.every(({ predictions }) => predictions && predictions.rows.length > 0)).toBe(true)
    expect([...without.candidates[0].fits.values()]).toEqual(
      fits.map((fit) => ({ ...fit, predictions: { rows: [], values: [] } })),
    )
  })
})
