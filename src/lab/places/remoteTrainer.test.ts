import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChildProcessTrainer } from '../trainers/childProcessTrainer.ts'
import { describeTrainer, fitResults, follow, tinyJob } from '../trainers/testing/trainerContract.ts'
import type { Place } from './place.ts'
import { RemoteTrainer } from './remoteTrainer.ts'
import { ProcessEngine } from './testing/processEngine.ts'

const PROGRAM = fileURLToPath(new URL('../../trainer/shards/main.ts', import.meta.url))
const engines: ProcessEngine[] = []

/** A place in `folder` whose shards are processes, as many shards as there can be. */
function remote(folder: string) {
  const place: Place = { name: 'here', engine: 'slurm', folder: join(folder, 'place'), leastSeconds: 0, fileDelay: 0.2 }
  const engine = new ProcessEngine([process.execPath, PROGRAM])
  engines.push(engine)
  const options = {
    place: () => Promise.resolve(place),
    engineOf: () => engine,
    pollMs: 100,
    followMs: 50,
  }
  return { trainer: new RemoteTrainer(options), engine, place }
}
afterAll(async () => {
  for (const engine of engines) await engine.kill()
})

describeTrainer('a local trainer', () => new ChildProcessTrainer())
describeTrainer('a remote trainer on a folder', (folder) => remote(folder).trainer)

describe('a run on a folder', { timeout: 240_000 }, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdout-remote-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** Two architectures are two blocks, and with final models there are three shards. */
  async function jobWithModels() {
    return {
      ...(await tinyJob(folder, { learningCurve: '{ fractions: [0.5, 1] }' })),
      modelFolder: join(folder, 'models'),
    }
  }

  it('comes to the bits of a local run, with the same final models, in a folder that is private', async () => {
    const job = await jobWithModels()
    const local = await follow(new ChildProcessTrainer(), { ...job, modelFolder: join(folder, 'local') }).ended
    const { trainer, engine, place } = remote(folder)
    const { end, state } = await follow(trainer, job).ended
    expect(end).toEqual({ kind: 'finished' })
    expect(fitResults(state)).toEqual(fitResults(local.state))
    for (const model of ['model-0.json', 'model-1.json'])
      expect(await readFile(join(folder, 'models', model), 'utf8')).toBe(
        await readFile(join(folder, 'local', model), 'utf8'),
      )
    expect(state.candidates.map(({ finalModel }) => finalModel)).toEqual(
      [0, 1].map((i) => join(folder, 'models', `model-${String(i)}.json`)),
    )
    expect(engine.submissions.map(({ shards, after }) => [shards.length, after])).toEqual([
      [expect.any(Number), undefined],
      [1, '1'],
    ])
    expect(engine.submissions[0].shards.length).toBeGreaterThan(1)
    for (const path of await readdir(place.folder, { recursive: true })) {
      const { mode } = await stat(join(place.folder, path))
      if (!path.endsWith('log')) expect([path, mode & 0o077]).toEqual([path, 0])
    }
  })

  it('comes to the bits of a local run by whatever backend that one uses', async () => {
    const job = { ...(await tinyJob(folder)), backend: 'auto' } as const
    const local = await follow(new ChildProcessTrainer(), { ...job, checkpointFolder: join(folder, 'local') }).ended
    const { end, state } = await follow(remote(folder).trainer, job).ended
    expect(end).toEqual({ kind: 'finished' })
    expect(state.backend).toEqual(local.state.backend)
    expect(fitResults(state)).toEqual(fitResults(local.state))
  })

  it('is listened to again after it was left, and nothing is trained twice', async () => {
    const job = await tinyJob(folder, { epochs: 300 })
    const first = remote(folder)
    const left = await follow(first.trainer, job, ({ session, state }) => {
      if (state.status === 'running') session.leave?.()
    }).ended
    expect(left.end).toEqual({ kind: 'stopped' })
    // The engine goes on; another program listens, once the place that was gone is there again.
    const { HOME: home } = process.env
    process.env['HOME'] = join(folder, 'nowhere')
    const again = new RemoteTrainer({
      place: () => Promise.resolve(first.place),
      engineOf: () => first.engine,
      pollMs: 100,
      followMs: 50,
    })
    const unheard = await follow(again, job, ({ session, state: { notices } }) => {
      if (notices.length > 0) session.leave?.()
    }).ended
    expect(unheard).toMatchObject({ end: { kind: 'stopped' }, state: { finishedFits: 0 } })
    const { end, state } = await follow(again, job, ({ state: { notices } }) => {
      if (notices.length > 0) process.env['HOME'] = home
    }).ended
    expect(state.notices).toEqual([expect.stringContaining('does not answer')])
    expect(end).toEqual({ kind: 'finished' })
    expect(state.finishedFits).toBe(6)
    expect(first.engine.submissions).toHaveLength(1)
    const done = { status: 'done', fits: 3, fitsDone: 3, losses: 0, node: hostname() }
    expect(state.shards).toEqual([done, done])
    const local = await follow(new ChildProcessTrainer(), { ...job, checkpointFolder: join(folder, 'local') }).ended
    expect(fitResults(state)).toEqual(fitResults(local.state))
  })

  it('reports a trainer that was killed as crashed, with its last words, when the other shards have ended', async () => {
    const job = await tinyJob(folder, { epochs: 3000 })
    const { trainer, engine } = remote(folder)
    const { end, state } = await follow(trainer, job, ({ state: now }) => {
      if (now.status === 'running') engine.running.get(0)?.kill('SIGKILL')
    }).ended
    expect(end).toMatchObject({ kind: 'crashed', error: { code: 'trainer/crashed' } })
    expect(state.finishedFits).toBe(3)
    const resumed = await follow(trainer, job).ended
    expect(resumed.end).toEqual({ kind: 'finished' })
    expect(resumed.state.finishedFits).toBe(6)
    expect(resumed.state.notices).toContainEqual(expect.stringContaining('started again'))
    expect([state, resumed.state].map(({ shards }) => shards.map(({ status, losses }) => [status, losses]))).toEqual([
      [
        ['lost', 1],
        ['done', 0],
      ],
      [
        ['done', 1],
        ['done', 0],
      ],
    ])
  })

  it('trains again what a damaged file of events no longer holds, and says so', async () => {
    const job = await tinyJob(folder)
    const { trainer, place } = remote(folder)
    const whole = await follow(trainer, job).ended
    const runs = join(place.folder, 'runs')
    const [run] = await readdir(runs)
    const path = join(runs, run, 'shards', '0', 'events.1.bin')
    const bytes = await readFile(path)
    bytes[bytes.length >> 1] ^= 4
    await writeFile(path, bytes)
    const { end, state } = await follow(remote(folder).trainer, job).ended
    expect(end).toEqual({ kind: 'finished' })
    expect(state.notices).toContainEqual(expect.stringContaining('damaged'))
    expect(fitResults(state)).toEqual(fitResults(whole.state))
  })

  it('fails where the place cannot be written to', async () => {
    const job = await tinyJob(folder)
    const blocked = join(folder, 'place')
    await writeFile(blocked, 'a file where the folder should be')
    const { end } = await follow(remote(folder).trainer, job).ended
    expect(end).toMatchObject({ kind: 'failed', error: { code: 'training/place-files' } })
  })
})
