import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './testing/runCli.ts'
import { runInProcess } from './testing/runInProcess.ts'

const TINY = 'fixtures/experiments/tiny.yaml'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** An experiment file made of the tiny one's text with one thing changed. */
async function changed(name: string, change: (text: string) => string): Promise<string> {
  const text = (await readFile(TINY, 'utf8')).replace(
    'file: two-classes.csv',
    `file: ${join(process.cwd(), 'fixtures/experiments/two-classes.csv')}`,
  )
  const path = join(folder, name)
  await writeFile(path, change(text))
  return path
}

describe('errors of the command line', () => {
  it.each([
    [['rnu'], 2, 'usage/unknown-command', /Did you mean run\?/],
    [['run'], 2, 'usage/missing-argument', /Usage: holdout run EXPERIMENT/],
    [['run', TINY, 'extra'], 2, 'usage/too-many-arguments', /"extra"/],
    [['run', TINY, '--dta', 'x'], 2, 'usage/unknown-option', /Did you mean --data\?/],
    [['run', TINY, '--out'], 2, 'usage/bad-option', /--out/],
    [['run', TINY, '--seed', '1.5'], 2, 'usage/bad-value', /whole number from 0/],
    [['run', TINY, '--model', 'Nobody'], 2, 'usage/no-such-model', /Small, Larger/],
    [['run', 'no-such.yaml'], 2, 'experiment/not-found', /no such file/],
    [['run', 'src'], 2, 'experiment/not-a-file', /folder/],
    [['run', 'fixtures/experiments/two-classes.csv'], 2, 'experiment/invalid', /holdout: 1/],
    [['run', TINY, '--data', 'no-such.csv'], 3, 'file/not-found', /no such file/],
    [['run', TINY, '--data', 'src'], 3, 'file/not-a-file', /folder/],
    [['run', TINY, '--data', 'fixtures/csv/plain.csv'], 3, 'dataset/no-such-column', /class/],
    [['run', TINY, '--data', 'fixtures/csv/open-quote.csv'], 3, 'csv/open-quote', /line 6/],
    [['run', TINY, '--out', 'package.json'], 2, 'usage/out-folder', /it is a file/],
    [['inspect', 'no-such.csv'], 3, 'file/not-found', /no such file/],
    [['report', 'package.json'], 2, 'usage/no-report', /result\.json/],
  ])('%j ends with %i and %s', async (args, code, errorCode, words) => {
    const told = await runInProcess(...args)
    expect(told.stdout).toBe('')
    expect(told.stderr).toMatch(words)
    expect(told.stderr).toContain(errorCode)
    expect(told.code).toBe(code)
    const json = await runInProcess(...args, '--json')
    const { error } = JSON.parse(json.stdout) as { error: { code: string; message: string } }
    expect(error.code).toBe(errorCode)
    expect(json.code).toBe(code)
  })

  it.each([
    ['unknown layer', (text: string) => text.replace('type: dense', 'type: dens'), /dense/, 2],
    [
      'rate beyond 1',
      (text: string) => text.replace('type: dense, units: 4, activation: relu', 'type: dropout, rate: 1.5'),
      /1\.5/,
      2,
    ],
    ['no units', (text: string) => text.replace('units: 4', 'units: 0'), /units/, 2],
    ['syntax', (text: string) => text.replace('seed: 3', 'seed: [3'), /line \d+, column \d+/, 2],
    ['more folds than a class has', (text: string) => text.replace('folds: 3', 'folds: 25'), /fold/, 3],
  ])('names what is wrong in the experiment: %s', async (name, change, words, code) => {
    const path = await changed(`${name}.yaml`, change)
    const out = join(folder, `out of ${name}`)
    const told = await runInProcess('run', path, '--out', out)
    expect(told.stderr).toMatch(words)
    expect(told).toMatchObject({ code, stdout: '' })
    expect(await readdir(folder)).not.toContain(`out of ${name}`)
  })

  it.each([
    ['a target with one class', 'x,class\n1,a\n2,a\n3,a\n', /dataset\/one-class/],
    ['a target with gaps', 'x,class\n1,a\n2,\n3,b\n4,b\n5,a\n', /dataset\/missing-target/],
  ])('refuses %s', async (name, csv, errorCode) => {
    const path = join(folder, `${name}.csv`)
    await writeFile(path, csv)
    const told = await runInProcess('run', TINY, '--data', path)
    expect(told.stderr).toMatch(errorCode)
    expect(told.code).toBe(3)
  })

  it('shows control characters from data instead of obeying them', async () => {
    const path = join(folder, 'hostile.csv')
    await writeFile(path, 'x,"\u001b[31mred\u202e"\n1,a\n2,b\n')
    const told = await runInProcess('run', TINY, '--data', path)
    expect(told.stderr).not.toContain('\u001b')
    expect(told.stderr).toContain('\\x1b[31mred')
  })
})

describe('help', () => {
  it('lists every command and tells the exit codes', async () => {
    const { stdout, code } = await runInProcess('help')
    expect(code).toBe(0)
    for (const name of ['run EXPERIMENT', 'inspect CSV', 'report RUN|FILE', 'runs list', 'doctor'])
      expect(stdout).toContain(name)
  })

  it('shows the options of a command, whatever else was given', async () => {
    const { stdout, code } = await runInProcess('run', '--help')
    expect(code).toBe(0)
    expect(stdout).toContain('--data CSV')
  })

  it('tells the version', async () => {
    expect((await runCli('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
