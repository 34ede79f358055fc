import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../../core/errors.ts'
import type { PlaceFact } from '../../lab/places/placeFact.ts'
import { MeetingNode } from '../../lab/places/testing/meetingNode.ts'
import { pythonWithRay, RayCluster } from '../../lab/places/testing/rayCluster.ts'
import { standInTree } from '../../lab/places/testing/standInTree.ts'
import { until } from '../../lab/places/testing/slurmCluster.ts'
import { runCli, startCli } from '../testing/runCli.ts'
import { begunAttempts, newestResults, newestStatus } from './testing/awayRuns.ts'

/** Four dropout rates × ten folds: two blocks of 20 fits, one for each node. */
function experiment(epochs: number): string {
  return `holdout: 1
name: Away
dataset: { file: ${JSON.stringify(resolve('fixtures/experiments/two-classes.csv'))}, target: class }
seed: 3
validation: { strategy: stratified-k-fold, folds: 10, shuffle: true }
references: none
importance: none
finalModel: true
training: { epochs: ${String(epochs)}, batchSize: 8 }
models:
  - name: Swept
    optimizer: { type: sgd, learningRate: 0.1, momentum: 0.9 }
    layers:
      - { type: dense, units: 64, activation: relu }
      - { type: dense, units: 64, activation: relu }
      - { type: dropout, rate: { sweep: [0, 0.1, 0.2, 0.3] } }
      - { type: output }
`
}
const EPOCHS = 1500
const PATIENCE = { timeout: 400_000 }
const python = pythonWithRay()

describe.skipIf(python === undefined)('a run on a real Ray of two nodes', PATIENCE, () => {
  let cluster: RayCluster
  let meeting: MeetingNode
  let folder: string
  let away: string
  let workspace: string
  /** What a local run comes to. */
  let local: unknown

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'far-'))
    workspace = join(folder, 'workspace')
    away = join(folder, 'away.yaml')
    await writeFile(away, experiment(EPOCHS))
    const run = startCli(['run', away, '--workspace', join(folder, 'local')])
    cluster = await RayCluster.start(python ?? '')
    meeting = await MeetingNode.create(folder, 'HOLDOUT_NODE')
    const lab = ['--token-file', cluster.token, '--node', meeting.program]
    expect((await add('lab', cluster.address, ...lab)).code).toBe(0)
    expect((await run.ended).code).toBe(0)
    local = await newestResults(join(folder, 'local'))
  }, PATIENCE.timeout)
  afterAll(async () => {
    cluster.stop()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(async () => {
    await until(() => cluster.drivers().length === 0, 'drivers have ended')
    expect(cluster.trainers()).toEqual([])
  })

  function add(name: string, address: string, ...options: readonly string[]) {
    const place = ['--folder', placeFolder(), '--least-seconds', '0', '--python', cluster.python]
    const ray = ['--engine', 'ray', '--address', address]
    return runCli('places', 'add', name, ...ray, ...place, ...options, '--workspace', workspace)
  }

  const placeFolder = () => join(folder, 'a "place"\nthat it\'s')

  function start(...args: readonly string[]) {
    return startCli(['run', ...args, '--send-data', '--workspace', workspace])
  }

  /** Starts a run and waits until both nodes train. */
  async function startedOnBoth(...args: readonly string[]) {
    const before = begunAttempts(placeFolder())
    await meeting.part()
    const run = start(...args)
    const isTraining = () => begunAttempts(placeFolder()) === before + 2 && cluster.trainers().length === 2
    await until(isTraining, 'both nodes train', () => cluster.logs())
    return run
  }

  it('says what the place has, and asks before the data goes to other machines', async () => {
    const { stdout, code } = await runCli('places', 'check', 'lab', '--json', '--workspace', workspace)
    const facts = JSON.parse(stdout) as PlaceFact[]
    expect(facts.map(({ what, isFine }) => [what, isFine])).toEqual(
      ['connection', 'engine', 'nodes', 'folder', 'program'].map((what) => [what, true]),
    )
    expect(facts.map(({ found }) => found).join('\n')).toMatch(/Ray 2\.\d+.*\n2 cores are free on 2 nodes/)
    expect(code).toBe(0)
    const refused = await runCli('run', away, '--on', 'lab', '--workspace', workspace)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('has not been copied to lab')])
  })

  it('uses no Ray that asks nobody for a token, that is not there, or that does not accept the token', async () => {
    const wrong = join(folder, 'wrong')
    await writeFile(wrong, 'f'.repeat(64))
    const places = [
      { name: 'open', address: cluster.open, words: 'asks nobody for a token' },
      { name: 'nobody', address: '127.0.0.1:9', words: 'nothing answers at 127.0.0.1:9' },
      { name: 'wrong', address: cluster.address, options: ['--token-file', wrong], words: 'does not accept the token' },
    ]
    for (const { name, address, options = [] } of places) expect((await add(name, address, ...options)).code).toBe(0)
    const checks = places.map(({ name }) => runCli('places', 'check', name, '--workspace', workspace))
    for (const [i, { code, stdout }] of (await Promise.all(checks)).entries())
      expect([code, stdout]).toEqual([EXIT.training, expect.stringContaining(places[i].words)])
    const { code, stderr } = await start(away, '--on', 'open').ended
    expect([code, stderr]).toEqual([EXIT.training, expect.stringContaining('asks nobody for a token')])
  })

  it('comes to the bits of a local run when it is stopped, left alone and listened to again', async () => {
    const first = await startedOnBoth(away, '--on', 'lab')
    first.child.kill('SIGINT')
    expect((await first.ended).code).toBe(130)
    expect([await newestStatus(workspace), cluster.trainers()]).toEqual(['stopped', []])
    const second = await startedOnBoth('--resume', 'latest')
    second.child.kill('SIGKILL')
    await second.ended
    expect(await newestStatus(workspace)).toBe('away')
    const { code, stderr } = await start('--resume', 'latest').ended
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('lost')])
    expect(await newestResults(workspace)).toEqual(local)
  })

  it('comes to them when a trainer, a worker and a node are lost', async () => {
    const run = await startedOnBoth(away, '--on', 'lab')
    // While one is halted its node is busy, so the other node is the one that goes on.
    cluster.haltTrainers('n1')
    const [lost] = cluster.trainers('n2')
    cluster.killWorkers('n2')
    const isReplaced = () => cluster.trainers('n2').some((pid) => pid !== lost)
    await until(isReplaced, 'another worker trains', () => cluster.logs())
    cluster.killNode('n2')
    cluster.killTrainers('n1')
    const { code, stderr } = await run.ended
    expect([code, stderr]).toEqual([0, expect.stringContaining('started again')])
    expect(await newestResults(workspace)).toEqual(local)
    const tables = readdirSync(join(placeFolder(), 'tables'))
    expect(tables.map((name) => readFileSync(join(placeFolder(), 'tables', name)).length > 0)).toEqual([true])
  })

  it('comes to them undisturbed by a copy of Holdout, on a Ray of its own that ends with the run', async () => {
    const own = ['--engine', 'ray', '--folder', placeFolder(), '--least-seconds', '0', '--python', python ?? '']
    expect((await runCli('places', 'add', 'own', ...own, '--workspace', workspace)).code).toBe(0)
    const tree = join(folder, 'tree')
    await standInTree(tree)
    expect((await runCli('places', 'setup', 'own', '--from', tree, '--workspace', workspace)).code).toBe(0)
    // Paths of its sockets have 107 characters at most.
    const TMPDIR = join(folder, 't')
    await mkdir(TMPDIR)
    const { code, stderr } = await startCli(['run', away, '--on', 'own', '--workspace', workspace], { TMPDIR }).ended
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('started again')])
    expect(await newestResults(workspace)).toEqual(local)
    await until(() => !readdirSync(TMPDIR).some((name) => name.startsWith('holdout-ray-')), 'its files are gone')
  })
})
