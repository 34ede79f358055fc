import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunning } from '../lab/files/isRunning.ts'
import { startCli } from './testing/runCli.ts'
import { STARTERS, watchStarters } from './watchStarters.ts'

const ENDLESS = 'fixtures/experiments/endless.yaml'
let folder: string
let starter: ChildProcess
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-starters-'))
  starter = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' })
})
afterEach(async () => {
  starter.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const pidOf = ({ pid = 0 }: ChildProcess) => String(pid)

describe('a program whose starter is killed', () => {
  it('ends, and does not pass the list on to what it starts', async () => {
    const env = { [STARTERS]: `${String(process.pid)},${pidOf(starter)}` }
    const ended = new Promise<void>((resolve) => watchStarters(env, resolve, 5))
    expect(env).toEqual({})
    starter.kill('SIGKILL')
    await ended
  })

  it.skipIf(process.platform === 'win32')('stops its run, which is kept, and takes the trainer with it', async () => {
    const workspace = join(folder, 'workspace')
    const env = { [STARTERS]: pidOf(starter) }
    const { child, said, ended } = startCli(['run', ENDLESS, '--workspace', workspace], env)
    await said('Endless: 0/3 fits')
    starter.kill('SIGKILL')
    const { stderr } = await ended
    expect(isRunning(child.pid ?? 0)).toBe(false)
    expect(stderr).toMatch(/Kept as run \S+\. Go on with: holdout run --resume/)
  })
})

describe.skipIf(process.platform === 'win32')('a workspace that is removed while a run goes on', () => {
  it('is named, and is not made anew', async () => {
    const workspace = join(folder, 'workspace')
    const { said, child, ended } = startCli(['run', ENDLESS, '--workspace', workspace])
    await said('Endless: 0/3 fits')
    await rm(workspace, { recursive: true })
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(stderr).toContain('The workspace was removed while the run went on: the run is not kept.')
    expect(stderr).not.toContain('bug/')
    expect(code).not.toBe(1)
    await expect(rm(workspace)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('a folder for temporary files that is not there', () => {
  it.each([[['inspect', 'fixtures/experiments/two-classes.csv']], [['run', 'fixtures/experiments/tiny.yaml']]])(
    'is named: %j',
    async (args) => {
      const nowhere = join(folder, 'nowhere')
      const { ended } = startCli(args, { TMPDIR: nowhere, TEMP: nowhere, TMP: nowhere })
      const { code, stderr } = await ended
      expect(stderr).toContain('file/no-temporary-folder')
      expect(stderr).toContain('Set TMPDIR')
      expect(code).toBe(3)
    },
  )
})
