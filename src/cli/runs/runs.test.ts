import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HistoryFilter } from '../../contract/history.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { RunList } from '../../lab/runs/history/listRuns.ts'
import { isSound } from '../../lab/workspace/integrity.ts'
import { Workspace } from '../../lab/workspace/workspace.ts'
import { startCli } from '../testing/runCli.ts'
import { runInProcess } from '../testing/runInProcess.ts'
import { parseFilter } from './parseFilter.ts'

const TINY = 'fixtures/experiments/tiny.yaml'
const ENDLESS = 'fixtures/experiments/endless.yaml'
const isPosix = process.platform !== 'win32'
let folder: string
let first: string

/** Runs a command in a workspace of its own. */
function holdout(workspace: string, ...args: readonly string[]) {
  return runInProcess(...args, '--workspace', join(folder, workspace))
}

async function json<T>(workspace: string, ...args: readonly string[]): Promise<T> {
  const { stdout } = await holdout(workspace, ...args, '--json')
  return JSON.parse(stdout) as T
}

async function listed(workspace: string, ...args: readonly string[]): Promise<RunList> {
  return json<RunList>(workspace, 'runs', 'list', ...args)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-runs-'))
  first = (await json<RunDocument>('one', 'run', TINY)).run
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Training takes a process of its own, and machines are slow or busy. */
const PATIENCE = { timeout: 120_000 }

describe('runs', PATIENCE, () => {
  it('are kept, listed and shown', async () => {
    const table = await holdout('one', 'runs', 'list')
    expect(table.code).toBe(0)
    expect(table.stdout).toMatch(new RegExp(`^RUN .*\\n${first} .* finished +Tiny +two-classes.csv +6 +\\w+: \\d`))
    const shown = await holdout('one', 'runs', 'show', 'latest')
    expect(shown.stdout).toContain(`Run          ${first}`)
    expect(shown.stdout).toMatch(/Small: \d+\.\d\d% \(\d+\.\d\d%\)/)
    const document = await json<RunDocument>('one', 'runs', 'show', first, '--histories')
    expect(document.models[0].fitResults[0].history?.['loss']).toHaveLength(4)
  })

  it('are found by conditions, and by none', async () => {
    expect((await listed('one', '--filter', 'metric.accuracy>=0', '--filter', 'model=Small')).matching).toBe(1)
    expect((await listed('one', '--filter', 'metric.accuracy>=2')).matching).toBe(0)
    const wrong = await holdout('one', 'runs', 'list', '--filter', 'nonsense')
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('usage/bad-filter')])
    expect((await holdout('nowhere', 'runs', 'list')).stdout).toBe('No runs yet.\n')
    expect((await holdout('one', 'runs', 'show', 'nobody')).code).toBe(2)
    expect((await holdout('one', 'runs')).stderr).toContain('runs list')
  })

  it('are compared, noted, deleted and restored', async () => {
    const compared = await holdout('one', 'runs', 'compare', first)
    expect(compared.stdout).toMatch(/setting\.layers\.dense1\.units +4 +8\n/)
    await holdout('one', 'runs', 'note', first, '--tag', 'good', '--star', '--text', 'A first try')
    expect((await listed('one', '--filter', 'tag=good')).runs[0]).toMatchObject({
      isStarred: true,
      note: 'A first try',
    })
    const deleted = await holdout('one', 'runs', 'delete', first)
    expect(deleted.stdout).toContain(`holdout runs restore ${first}`)
    expect((await listed('one')).matching).toBe(0)
    expect((await holdout('one', 'runs', 'gc')).stdout).toContain('There is nothing to remove')
    expect((await holdout('one', 'runs', 'gc', '--yes')).stdout).toContain('Removed 0 runs')
    await holdout('one', 'runs', 'restore', first)
    expect((await listed('one')).matching).toBe(1)
  })

  it('are verified: identical', async () => {
    const { code, stdout } = await holdout('one', 'runs', 'verify', first)
    expect(stdout).toBe(`Identical: all 6 fits of ${first} are bit-identical.\nThe environment is the same.\n`)
    expect(code).toBe(0)
  })

  it('are extended without training again what is finished, and reported', async () => {
    const { stdout, stderr, code } = await holdout('one', 'runs', 'extend', first, '--repeats', '2', '--json')
    const document = JSON.parse(stdout) as RunDocument
    expect([code, stderr]).toEqual([0, expect.stringContaining('reuses 6 fits')])
    expect(document.models.map(({ fits }) => fits)).toEqual([6, 6])
    expect((await listed('one')).runs[0]).toMatchObject({ run: document.run, extendedFrom: first })
    const report = await holdout('one', 'report', document.run, '--format', 'md')
    expect(report.stdout).toContain(`Run ${document.run}`)
    await holdout('one', 'runs', 'delete', document.run)
  })
})

describe.runIf(isPosix)('run --resume', PATIENCE, () => {
  it('goes on with a run whose program was killed, to the same result', async () => {
    const { child, said, ended } = startCli(['run', TINY, '--workspace', join(folder, 'killed')])
    await said('Small: 3/3 fits')
    child.kill('SIGKILL')
    await ended
    const [{ status, run }] = (await listed('killed')).runs
    const resumed =
      status === 'finished' ? await shown('killed', run) : await json<RunDocument>('killed', 'run', '--resume', run)
    const whole = await shown('one', first)
    expect(resumed.run).toBe(run)
    expect(resumed.end).toEqual({ kind: 'finished' })
    expect(resumed.models.map(({ metrics }) => metrics)).toEqual(whole.models.map(({ metrics }) => metrics))
    expect((await holdout('killed', 'run', '--resume', run)).stderr).toContain('usage/run-finished')
  })

  it('says how to go on with a run that was stopped', async () => {
    const { child, said, ended } = startCli(['run', ENDLESS, '--workspace', join(folder, 'stopped')])
    await said('Quick: 3/3 fits')
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code).toBe(130)
    expect(stderr).toMatch(/Kept as run \S+\. Go on with: holdout run --resume \S+/)
    expect((await listed('stopped')).runs[0]).toMatchObject({ status: 'stopped', finishedFits: 3 })
  })

  it('takes a run alone', async () => {
    expect((await holdout('one', 'run', TINY, '--resume', first)).stderr).toContain('usage/bad-option')
    expect((await holdout('one', 'run', '--resume', first, '--seed', '2')).stderr).toContain('usage/bad-option')
    expect((await holdout('one', 'run')).code).toBe(2)
  })

  function shown(workspace: string, run: string): Promise<RunDocument> {
    return json<RunDocument>(workspace, 'runs', 'show', run)
  }
})

describe('twenty at once', PATIENCE, () => {
  it('end done or with a clear refusal, and leave a sound workspace', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => holdout('crowd', 'run', TINY)))
    const done = results.filter(({ code }) => code === 0)
    const refused = results.filter(({ code }) => code === 3)
    expect(done.length).toBeGreaterThan(0)
    expect(done.length + refused.length).toBe(20)
    for (const { stderr } of refused) expect(stderr).toMatch(/workspace\/busy/)
    const workspace = await Workspace.open({ folder: join(folder, 'crowd'), access: 'read' })
    expect(isSound(workspace.database)).toBe(true)
    const { runs } = workspace.database.get<{ runs: number }>(
      `SELECT count(*) AS runs FROM runs WHERE status = 'finished'`,
    ) ?? { runs: 0 }
    expect(runs).toBe(done.length)
    await workspace.shutdown()
  })
})

describe('parseFilter', () => {
  it.each<[string, HistoryFilter]>([
    ['metric.accuracy>=0.85', { field: 'metric.accuracy', operator: 'atLeast', values: [0.85] }],
    ['seed<= 7', { field: 'seed', operator: 'atMost', values: [7] }],
    ['startedAt>=2026-01', { field: 'startedAt', operator: 'atLeast', values: ['2026-01'] }],
    ['model=A,B', { field: 'model', operator: 'is', values: ['A', 'B'] }],
    ['seed!=7', { field: 'seed', operator: 'isNot', values: [7, '7'] }],
    ['isStarred=true', { field: 'isStarred', operator: 'is', values: [true, 'true'] }],
    ['note~a=b', { field: 'note', operator: 'contains', values: ['a=b'] }],
    ['tag=', { field: 'tag', operator: 'isMissing', values: [] }],
  ])('reads %s', (text, expected) => {
    expect(parseFilter(text)).toEqual(expected)
  })
})
