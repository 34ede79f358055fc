import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../core/run/runDocument.ts'
import { runCli, startCli } from './testing/runCli.ts'

const TINY = 'fixtures/experiments/tiny.yaml'
const ENDLESS = 'fixtures/experiments/endless.yaml'
const isPosix = process.platform !== 'win32'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('run', () => {
  it('prints one line per model and writes report, result, predictions and experiment', async () => {
    const out = join(folder, 'deep', 'out')
    const { code, stdout, stderr } = await runCli('run', TINY, '--out', out)
    expect(stderr).toContain(`Report: ${join(out, 'report.html')}`)
    expect(stdout).toMatch(/^Small: \d+\.\d\d% \(\d+\.\d\d%\)\nLarger: \d+\.\d\d% \(\d+\.\d\d%\)\n$/)
    expect(code).toBe(0)
    expect((await readdir(out)).sort()).toEqual(['experiment.yaml', 'predictions.csv', 'report.html', 'result.json'])
    expect(await readFile(join(out, 'experiment.yaml'), 'utf8')).toBe(await readFile(TINY, 'utf8'))
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as RunDocument
    const [small] = result.models
    const { mean, std } = small.metrics['accuracy']
    expect(stdout).toContain(`Small: ${(100 * (mean ?? 0)).toFixed(2)}% (${(100 * (std ?? 0)).toFixed(2)}%)`)
    expect(small.fitResults[0].history?.['valAccuracy']).toHaveLength(4)
    const predictions = (await readFile(join(out, 'predictions.csv'), 'utf8')).trimEnd().split('\n')
    expect(predictions).toHaveLength(1 + 2 * result.dataset.rows)
    expect(predictions[0]).toBe('model,repeat,fold,row,actual,predicted,P(no),P(yes)')
  })

  it('leaves the files of another run alone unless told to replace them', async () => {
    const out = join(folder, 'twice')
    await mkdir(join(out, 'models'), { recursive: true })
    await writeFile(join(out, 'models', 'model-1.json'), 'of another run')
    const refused = await runCli('run', TINY, '--out', out, '--json')
    const { error } = JSON.parse(refused.stdout) as { error: { code: string; hint: string } }
    expect([refused.code, error.code]).toEqual([2, 'usage/out-has-results'])
    expect(error.hint).toContain('--force')
    expect(await readdir(out)).toEqual(['models'])
    expect((await runCli('run', TINY, '--out', out, '--force')).code).toBe(0)
    expect((await readdir(out)).sort()).toEqual(['experiment.yaml', 'predictions.csv', 'report.html', 'result.json'])
  })

  it('prints one JSON document with --json, of the promised shape', async () => {
    const { code, stdout } = await runCli('run', TINY, '--json')
    const document = JSON.parse(stdout) as RunDocument
    expect(code).toBe(0)
    expect(document).toMatchObject({
      holdout: 1,
      name: 'Tiny',
      task: 'binary',
      end: { kind: 'finished' },
      dataset: { rows: 48, features: 3, target: 'class', classes: ['no', 'yes'], classCounts: [24, 24] },
    })
    expect(document.dataset.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(document.models.map(({ name, fits, parameters }) => [name, fits, parameters])).toEqual([
      ['Small', 3, 21],
      ['Larger', 3, 41],
    ])
    expect(document.models[0].metrics['accuracy'].folds).toHaveLength(3)
    expect(document.models[0].fitResults[0].history).toBeUndefined()
  })

  it('gives a model the same bits alone and among others', async () => {
    const scores = async (...more: string[]) => {
      const { models } = JSON.parse((await runCli('run', TINY, '--json', ...more)).stdout) as RunDocument
      return models.find(({ name }) => name === 'Larger')?.metrics
    }
    expect(await scores('--model', 'Larger')).toEqual(await scores())
  })

  it('takes another seed, and says so in the document', async () => {
    const document = JSON.parse((await runCli('run', TINY, '--json', '--seed', '11')).stdout) as RunDocument
    expect(document).toMatchObject({ seed: 11, overrides: { seed: 11 } })
  })

  it('trains without the native library when asked', async () => {
    const document = JSON.parse(
      (await runCli('run', TINY, '--json', '--portable', '--model', 'Small')).stdout,
    ) as RunDocument
    expect(document.backend?.name).not.toBe('tensorflow')
    expect(document.backend?.notice).toBeDefined()
    expect(document.models[0].fits).toBe(3)
  })

  it('names diverged fits and never averages them in', async () => {
    const { code, stdout, stderr } = await runCli('run', 'fixtures/experiments/diverging.yaml')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Wild: no score\nCalm: \d/)
    expect(stderr).toMatch(/Wild: 3 of 3 fits diverged.*fold 1 at epoch \d+ \(learning rate 1000000\)/)
  })

  it('fails when every fit of every model diverged', async () => {
    const { code, stderr } = await runCli('run', 'fixtures/experiments/diverging.yaml', '--model', 'Wild')
    expect(stderr).toContain('training/all-diverged')
    expect(code).toBe(4)
  })
})

describe.runIf(isPosix)('run, disturbed', () => {
  it('keeps what is finished when Ctrl-C is pressed', async () => {
    const out = join(folder, 'stopped')
    const { child, said, ended } = startCli(['run', ENDLESS, '--out', out])
    await said('Quick: 3/3 fits')
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(stdout).toMatch(/^Quick: \d+\.\d\d% .*\nEndless: no score\n$/)
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as RunDocument
    expect(result.end).toEqual({ kind: 'stopped' })
    expect(result.models.map(({ fits, planned }) => [fits, planned])).toEqual([
      [3, 3],
      [0, 3],
    ])
  })

  it('writes nothing when it is stopped before any fit was finished', async () => {
    const out = join(folder, 'nothing')
    const { child, said, ended } = startCli(['run', ENDLESS, '--model', 'Endless', '--out', out, '--json'])
    await said('Endless: 0/3 fits')
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'stopped/by-user' } })
    expect(await readdir(folder)).not.toContain('nothing')
  })

  it('says so when the trainer is killed, and leaves nothing half-written', async () => {
    const out = join(folder, 'killed')
    const { child, said, ended } = startCli(['run', ENDLESS, '--out', out])
    await said('Endless: 0/3 fits')
    process.kill(trainerOf(child.pid ?? 0), 'SIGKILL')
    const { code, stdout, stderr } = await ended
    expect(code).toBe(4)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/training process was ended by SIGKILL/)
    expect(stderr).toContain('trainer/crashed')
    expect(await readdir(folder)).not.toContain('killed')
  })

  it('takes the trainer with it when it is killed itself', async () => {
    const { child, said, ended } = startCli(['run', ENDLESS])
    await said('Endless: 0/3 fits')
    const trainer = trainerOf(child.pid ?? 0)
    child.kill('SIGKILL')
    await ended
    await gone(trainer)
  })

  it('goes on quietly when nobody reads its output any more', async () => {
    const { child, ended } = startCli(['run', TINY, '--json'])
    child.stdout?.destroy()
    expect(await ended).toMatchObject({ code: 0 })
  })
})

/** Process id of the only child of a process. */
function trainerOf(pid: number): number {
  return Number(
    execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)[0],
  )
}

/** Resolves once a process is gone. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
