import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { placeSchema } from './place.ts'
import type { PlaceShell, ProgramEnd } from './placeShell.ts'
import { batchScript, SlurmEngine } from './slurmEngine.ts'

describe('the script of a shard', { timeout: 60_000 }, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "holdout's script-"))
    await mkdir(join(folder, 'bin'))
    await program('scontrol', 'echo "$@" >> requeued')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function program(name: string, lines: string): Promise<string> {
    const path = join(folder, 'bin', name)
    await writeFile(path, `#!/bin/sh\n${lines}\n`)
    await chmod(path, 0o755)
    return path
  }

  /** Runs the script with a trainer of these lines; `$tries` counts its starts in a file. */
  async function script(lines: string): Promise<{ readonly command: string[]; readonly env: NodeJS.ProcessEnv }> {
    const trainer = await program('a "trainer"', `echo "$@" >> tries\n${lines}`)
    const path = join(folder, 'script')
    await writeFile(path, batchScript({ command: [trainer, 'main.ts'] }))
    const PATH = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`
    return { command: ['sh', path], env: { PATH, SLURM_ARRAY_JOB_ID: '8', SLURM_ARRAY_TASK_ID: '3' } }
  }

  async function run(lines: string): Promise<number | null> {
    const { command, env } = await script(lines)
    return spawnSync(command[0], command.slice(1), { cwd: folder, env }).status
  }

  async function starts(): Promise<number> {
    return (await readFile(join(folder, 'tries'), 'utf8')).trim().split('\n').length
  }

  const isRequeued = () => existsSync(join(folder, 'requeued'))

  it.each([0, 65, 76])('ends with %i where its trainer does', async (code) => {
    expect(await run(`exit ${String(code)}`)).toBe(code)
    expect(await readFile(join(folder, 'tries'), 'utf8')).toBe(`main.ts ${folder}/shards/3\n`)
    expect(isRequeued()).toBe(false)
  })

  it('starts a trainer that crashes three times, and then ends as it did', async () => {
    expect(await run('kill -9 $$')).toBe(137)
    expect(await starts()).toBe(3)
    expect(isRequeued()).toBe(false)
  })

  it('goes on where a second start does better', async () => {
    expect(await run('[ $(wc -l < tries) = 2 ] && exit 0; exit 1')).toBe(0)
  })

  it('puts a stopped shard back into the queue, unless the person has asked for the stop', async () => {
    expect(await run('exit 75')).toBe(75)
    expect(await readFile(join(folder, 'requeued'), 'utf8')).toBe('requeue 8_3\n')
    await rm(join(folder, 'requeued'))
    await writeFile(join(folder, 'stop'), '')
    expect(await run('exit 75')).toBe(75)
    expect(isRequeued()).toBe(false)
  })

  it('passes a signal on to its trainer and waits for it', async () => {
    const lines = `trap 'touch saved; exit 75' TERM\ntouch ready\nwhile :; do sleep 0.1; done`
    const { command, env } = await script(lines)
    const child = spawn(command[0], command.slice(1), { cwd: folder, env })
    const ended = new Promise((resolve) => child.on('exit', resolve))
    while (!existsSync(join(folder, 'ready')) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGTERM')
    expect(await ended).toBe(75)
    expect([existsSync(join(folder, 'saved')), isRequeued(), await starts()]).toEqual([true, true, 1])
  })

  it('starts no trainer again after a signal, but puts the shard back into the queue', async () => {
    expect(await run('kill -TERM $PPID; sleep 0.1; kill -9 $$')).toBe(75)
    expect([isRequeued(), await starts()]).toEqual([true, 1])
  })
})

describe('the commands of Slurm', () => {
  /** Answers commands by their first words, and keeps them. */
  function shellOf(answers: Readonly<Record<string, Partial<ProgramEnd>>>) {
    const commands: (readonly string[])[] = []
    const shell: PlaceShell = {
      run: (command) => {
        const bare = command[0] === 'sh' ? command.slice(4) : command
        commands.push(bare)
        return Promise.resolve({ code: 0, stdout: '', stderr: '', ...answers[bare[0]] })
      },
      open: () => {
        throw new Error('nothing is opened here')
      },
    }
    return { shell, commands }
  }

  const place = placeSchema.parse({ name: 'lab', engine: 'slurm', folder: 'f', partition: 'short', atMost: 4 })
  const submission = { runFolder: '/a b', run: 'r-1', table: 'ab', shards: [0, 2], readsOthers: false, exclude: [] }

  it('submit an array, and final models after it', async () => {
    const { shell, commands } = shellOf({ sbatch: { stdout: '17;cluster\n' } })
    const engine = new SlurmEngine(place, shell, { command: ['node'] })
    expect(await engine.submit(submission)).toBe('17')
    await engine.submit({ ...submission, shards: [3], after: '17', exclude: ['n1', 'n2'] })
    expect(commands[0]).toEqual(
      expect.arrayContaining([
        '--array=0,2%4',
        '--chdir=/a b',
        '--job-name=holdout-r-1',
        '--partition=short',
        '--requeue',
      ]),
    )
    expect(commands[0].join(' ')).not.toContain('--dependency')
    expect(commands[1]).toEqual(
      expect.arrayContaining([
        '--array=3%4',
        '--dependency=afterok:17',
        '--kill-on-invalid-dep=yes',
        '--exclude=n1,n2',
      ]),
    )
  })

  it('say why Slurm refuses', async () => {
    const { shell } = shellOf({ sbatch: { code: 1, stderr: 'sbatch: error: invalid partition\nsbatch: error: no\n' } })
    await expect(new SlurmEngine(place, shell, { command: ['node'] }).submit(submission)).rejects.toMatchObject({
      code: 'training/place-refused',
      message: expect.stringContaining('invalid partition sbatch: error: no') as string,
    })
  })

  it('find shards that wait and train, and none that have ended', async () => {
    const stdout = '17 0 RUNNING\n17 2 PENDING\n17 1 COMPLETED\n17 4 NODE_FAIL\nodd line\n'
    const { shell, commands } = shellOf({ squeue: { stdout } })
    const engine = new SlurmEngine(place, shell, { command: ['node'] })
    expect(await engine.look('r-1')).toEqual([0, 2])
    await engine.stop('r-1')
    expect(commands.slice(-2)).toEqual([
      ['scancel', '--state=PENDING', '17_2'],
      ['scancel', '--signal=TERM', '--batch', '17_0'],
    ])
  })

  it('know nothing where the controller does not answer', async () => {
    const { shell } = shellOf({ squeue: { code: 1, stderr: 'Unable to contact slurm controller' } })
    expect(await new SlurmEngine(place, shell, { command: ['node'] }).look('r-1')).toBeUndefined()
  })
})
