import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ComparisonTable } from '../../contract/history.ts'
import { reportContext } from '../../lab/exports/report/reportContext.ts'
import { headline } from '../../lab/exports/report/headline.ts'
import { queryHistory } from '../../lab/runs/history/queryHistory.ts'
import type { RunList } from '../../lab/runs/history/listRuns.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { Workspace } from '../../lab/workspace/workspace.ts'
import { runCli } from '../testing/runCli.ts'

let folder: string
let printed: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-survivors-'))
  const { stdout } = await runCli('run', 'fixtures/field/13-survivors.yaml', '--workspace', folder)
  printed = stdout
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

async function json<T>(...args: readonly string[]): Promise<T> {
  const { stdout } = await runCli(...args, '--workspace', folder, '--json')
  return JSON.parse(stdout) as T
}

/** Four of the five folds of Wild diverge; the one that survives reaches 96.7 %. */
describe('a candidate whose folds mostly diverged', { timeout: 120_000 }, () => {
  it('is printed with its folds and without a deviation', () => {
    expect(printed).toMatch(/^Steady: \d+\.\d\d% \(\d+\.\d\d%\)$/m)
    expect(printed).toMatch(/^Wild: \d+\.\d\d%, over 1 of 5 folds, 4 diverged$/m)
  })

  it('is neither best, nor headline, nor found by its mean', async () => {
    const { runs } = await json<RunList>('runs', 'list')
    expect(runs[0].best?.name).toBe('Steady')
    const { strong, sentences } = headline(reportContext(await json<RunDocument>('runs', 'show', 'latest')))
    expect(strong).toMatch(/^Steady reaches/)
    expect(sentences.join(' ')).toContain('over 1 of 5 folds, 4 diverged only')
    const workspace = await Workspace.open({ folder, access: 'read' })
    const filter = { field: 'metric.accuracy', operator: 'atLeast', values: [0.5] } as const
    const found = queryHistory(workspace, { filters: [{ ...filter, values: [...filter.values] }] }).rows.map(
      ({ name }) => name,
    )
    await workspace.shutdown()
    expect(found).toEqual(['Steady'])
  })

  it('has no verdict, and compare says so', async () => {
    const table = await json<ComparisonTable>('runs', 'compare', 'latest')
    expect(table.comparisons).toEqual([])
    expect(table.notices.join(' ')).toContain('Wild has a score over 1 of 5 folds, 4 diverged only')
  })
})
