import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PlaceFact } from '../../lab/places/placeFact.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import { SlurmCluster, hasSlurm, until } from '../../lab/places/testing/slurmCluster.ts'
import { MeetingNode } from '../../lab/places/testing/meetingNode.ts'
import { OwnSsh, hasSsh } from '../../lab/places/testing/ownSsh.ts'
import { runCli, startCli } from '../testing/runCli.ts'
import { begunAttempts, newestResults, newestStatus } from './testing/awayRuns.ts'

/** Four dropout rates × ten folds: two blocks of 20 fits, one for each node. */
const EXPERIMENT = `holdout: 1
name: Away
dataset: { file: ${JSON.stringify(resolve('fixtures/experiments/two-classes.csv'))}, target: class }
seed: 3
validation: { strategy: stratified-k-fold, folds: 10, shuffle: true }
references: none
importance: none
finalModel: true
training: { epochs: 1500, batchSize: 8 }
models:
  - name: Swept
    optimizer: { type: sgd, learningRate: 0.1, momentum: 0.9 }
    layers:
      - { type: dense, units: 8, activation: relu }
      - { type: dropout, rate: { sweep: [0, 0.1, 0.2, 0.3] } }
      - { type: output }
`
const PATIENCE = { timeout: 400_000 }

describe.skipIf(!hasSlurm())('a run on a real Slurm of two nodes', PATIENCE, () => {
  let cluster: SlurmCluster
  let meeting: MeetingNode
  let folder: string
  let experiment: string
  let workspace: string
  /** What a local run with the same instructions comes to. */
  let local: unknown

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdout-places-'))
    experiment = join(folder, 'away.yaml')
    workspace = join(folder, 'workspace')
    await writeFile(experiment, EXPERIMENT)
    // The bits of TensorFlow depend on the processor, so there is more to keep.
    process.env['HOLDOUT_BACKEND'] = 'tensorflow'
    cluster = await SlurmCluster.start()
    meeting = await MeetingNode.create(folder, 'SLURMD_NODENAME')
    const run = startCli(['run', experiment, '--workspace', join(folder, 'local')], { ONEDNN_MAX_CPU_ISA: 'AVX2' })
    const lab = ['lab', ...options(), '--node', meeting.program]
    const added = await runCli('places', 'add', ...lab, '--workspace', workspace)
    expect(added.code).toBe(0)
    expect((await run.ended).code).toBe(0)
    local = await newestResults(join(folder, 'local'))
  }, PATIENCE.timeout)
  afterAll(async () => {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    expect(cluster.trainers()).toEqual([])
  })

  const placeFolder = () => join(folder, "shared 'place'")

  function options(): string[] {
    return ['--folder', placeFolder(), '--least-seconds', '0', '--file-delay', '2', '--memory', '1G']
  }

  function start(...args: readonly string[]) {
    return startCli(['run', ...args, '--workspace', workspace])
  }

  /** Starts the experiment and waits until both nodes train. */
  async function startedOnBoth() {
    const before = begunAttempts(placeFolder())
    await meeting.part()
    const run = start(experiment, '--on', 'lab')
    const isTraining = () => begunAttempts(placeFolder()) === before + 2 && cluster.trainers().length === 2
    await until(isTraining, 'both nodes train', () => cluster.logs())
    return run
  }

  it('says that the place is fine', async () => {
    const { stdout, code } = await runCli('places', 'check', 'lab', '--json', '--workspace', workspace)
    const facts = JSON.parse(stdout) as PlaceFact[]
    expect(facts.map(({ what, isFine }) => [what, isFine])).toEqual(
      ['connection', 'engine', 'nodes', 'folder', 'program'].map((what) => [what, true]),
    )
    expect(code).toBe(0)
  })

  it('comes to the bits of a local run, undisturbed', async () => {
    const { code, stderr } = await start(experiment, '--on', 'lab').ended
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('started again')])
    expect(await newestResults(workspace)).toEqual(local)
  })

  it('comes to them when a trainer is killed', async () => {
    const run = await startedOnBoth()
    expect(cluster.killTrainers('n1')).toBe(1)
    expect((await run.ended).code).toBe(0)
    expect(await newestResults(workspace)).toEqual(local)
  })

  it('comes to them when a node is lost', async () => {
    let wasLost = false
    // On a busy machine its part of the run may have been trained before the node is killed: then nothing is lost.
    for (let tries = 1; !wasLost && tries <= 3; tries += 1) {
      const run = await startedOnBoth()
      cluster.killNode('n2')
      const { code, stderr } = await run.ended
      cluster.startNode('n2')
      wasLost = stderr.includes('started again')
      expect(code, stderr).toBe(0)
      expect(await newestResults(workspace)).toEqual(local)
      await until(
        () => cluster.stateOf('n2') === 'idle',
        'the node is back',
        () => cluster.logs(),
      )
    }
    expect(wasLost).toBe(true)
  })

  it('comes to them when it is stopped and resumed', async () => {
    const run = await startedOnBoth()
    run.child.kill('SIGINT')
    expect((await run.ended).code).toBe(130)
    expect(cluster.trainers()).toEqual([])
    expect(await newestStatus(workspace)).toBe('stopped')
    expect((await start('--resume', 'latest').ended).code).toBe(0)
    expect(await newestResults(workspace)).toEqual(local)
  })

  it('comes to them when the lab is killed and listens again', async () => {
    const run = await startedOnBoth()
    run.child.kill('SIGKILL')
    await run.ended
    expect(await newestStatus(workspace)).toBe('away')
    expect((await runCli('places', 'clean', 'lab', '--workspace', workspace)).stderr).toContain('is away at lab')
    const { code, stderr } = await start('--resume', 'latest').ended
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('started again')])
    expect(await newestResults(workspace)).toEqual(local)
  })

  it('goes on after it was handed over, and the run is away until it is listened to', async () => {
    const { code, stdout } = await start(experiment, '--on', 'lab', '--detach', '--json').ended
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ status: 'away', place: 'lab' })])
    expect(await newestStatus(workspace)).toBe('away')
    expect((await start('--resume', 'latest').ended).code).toBe(0)
    expect(await newestResults(workspace)).toEqual(local)
  })

  it('trains nothing on a node with other instructions, and says why', async () => {
    const node = join(folder, 'node of another age')
    const script = `#!/bin/sh\n[ "$SLURMD_NODENAME" = n2 ] && export ONEDNN_MAX_CPU_ISA=SSE41\nexec '${process.execPath}' "$@"\n`
    await writeFile(node, script)
    await chmod(node, 0o755)
    const places = new PlacesFile(workspace)
    await places.add({ ...(await places.find('lab')), name: 'mixed', node })
    const { code, stderr } = await start(experiment, '--on', 'mixed').ended
    expect([code, stderr]).toEqual([0, expect.stringMatching(/n2 trains nothing .* AVX2, received SSE41/)])
    expect(await newestResults(workspace)).toEqual(local)
  })

  it.skipIf(!hasSsh())('comes to them over ssh, where this machine has no Slurm of its own', async () => {
    const ssh = await OwnSsh.start({ SLURM_CONF: join(cluster.folder, 'slurm.conf') })
    try {
      const program = ['--program', resolve('.'), '--node', process.execPath]
      const added = await runCli('places', 'add', 'far', ssh.host, ...program, ...options(), '--workspace', workspace)
      expect(added).toMatchObject({ code: 0, stderr: '' })
      const env = { PATH: `${ssh.programs}:${process.env['PATH'] ?? ''}`, SLURM_CONF: '/nowhere' }
      const far = ['run', experiment, '--on', 'far', '--workspace', workspace]
      const refused = await startCli(far, env).ended
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('has not been copied to far')])
      const { code, stderr } = await startCli([...far, '--send-data'], env).ended
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('does not answer')])
      expect(await newestResults(workspace)).toEqual(local)
    } finally {
      ssh.stop()
    }
  })

  it('leaves nothing on the place after it was cleaned', async () => {
    expect((await runCli('places', 'clean', 'lab', '--workspace', workspace)).code).toBe(0)
    const { stdout } = await runCli('places', 'check', 'lab', '--workspace', workspace)
    expect(stdout).toContain('ok')
  })
})
