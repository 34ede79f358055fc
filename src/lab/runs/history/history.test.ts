import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HistoryFilter, HistoryQuery } from '../../../contract/history.ts'
import { FakeTrainer } from '../../trainers/fakeTrainer.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { annotateRuns } from '../store/annotateRuns.ts'
import { compareCandidates } from './compareCandidates.ts'
import { deleteRuns, restoreRuns } from '../store/deleteRuns.ts'
import { findRun } from '../store/findRun.ts'
import { listRuns } from './listRuns.ts'
import { queryHistory } from './queryHistory.ts'
import { secondsFor } from './secondsFor.ts'
import { startRecordedRun } from '../training/recordedRun.ts'
import { storeRun } from '../store/storeRun.ts'
import { tinyRun } from '../testing/tinyRun.ts'
import type { TinyRunOptions } from '../testing/tinyRun.ts'

/** Three runs of two candidates each, a month apart. */
const RUNS: readonly TinyRunOptions[] = [
  { id: 'january-1a2b', name: 'Narrow', startedAt: '2026-01-01T00:00:00.000Z', epochs: 5, units: [2, 4] },
  {
    id: 'february-3c4d',
    name: 'Wide',
    startedAt: '2026-02-01T00:00:00.000Z',
    epochs: 10,
    units: [16, 32],
    metrics: ['logLoss'],
  },
  { id: 'march-5e6f', name: 'Again "quoted"', startedAt: '2026-03-01T00:00:00.000Z', epochs: 10, units: [2, 32] },
]
let folder: string
let workspace: Workspace

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-history-'))
  workspace = await Workspace.open({ folder, access: 'write' })
  for (const options of RUNS) {
    await storeRun(workspace, await tinyRun(options))
    await (
      await startRecordedRun(workspace, options.id ?? '', { trainer: new FakeTrainer() })
    ).done
  }
  annotateRuns(workspace, ['january-1a2b'], { note: '100%_sure', tags: ['good', 'small '], isStarred: true })
  annotateRuns(workspace, ['march-5e6f'], { tags: ['good'] })
})
afterAll(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

/** Ids of the rows of a query, with the run's month only. */
function rows(query: HistoryQuery): string[] {
  return queryHistory(workspace, query).rows.map(({ id }) => id.replace(/-\w+/, ''))
}

function filtered(...filters: readonly HistoryFilter[]): string[] {
  return rows({ filters: [...filters] })
}

const ALL = ['march/0', 'march/1', 'february/0', 'february/1', 'january/0', 'january/1']

describe('queryHistory', () => {
  it('lists candidates, those of the newest run first', () => {
    expect(rows({})).toEqual(ALL)
    const page = queryHistory(workspace, { from: 1, count: 2 })
    expect(page.rows.map(({ id }) => id)).toEqual(['march-5e6f/1', 'february-3c4d/0'])
    expect([page.matching, page.total]).toEqual([6, 6])
  })

  it('says everything of a row that the table shows', () => {
    const [row] = queryHistory(workspace, {
      filters: [{ field: 'run', operator: 'is', values: ['january-1a2b'] }],
    }).rows
    expect(row).toMatchObject({
      runId: 'january-1a2b',
      runName: 'Narrow',
      candidate: 0,
      name: 'Model 2',
      sweepSize: 1,
      datasetName: 'tiny.csv',
      task: 'binary',
      status: 'finished',
      fits: 3,
      failed: 0,
      planned: 3,
      primaryMetric: 'accuracy',
      note: '100%_sure',
      tags: ['good', 'small'],
      isStarred: true,
    })
    expect(row.metrics['accuracy'].folds).toHaveLength(3)
  })

  it.each<[string, HistoryFilter, string[]]>([
    [
      'a setting of the candidate',
      { field: 'setting.layers[0].units', operator: 'atLeast', values: [16] },
      ['march/1', 'february/0', 'february/1'],
    ],
    [
      'a setting of the run',
      { field: 'setting.validation.strategy', operator: 'is', values: ['stratified-k-fold'] },
      ALL,
    ],
    [
      'a number between',
      { field: 'setting.training.epochs', operator: 'between', values: [1, 5] },
      ['january/0', 'january/1'],
    ],
    ['a text', { field: 'runName', operator: 'contains', values: ['WIDE'] }, ['february/0', 'february/1']],
    [
      'a text with signs that SQL has a use for',
      { field: 'note', operator: 'contains', values: ['%_'] },
      ['january/0', 'january/1'],
    ],
    [
      'any of several values',
      { field: 'model', operator: 'is', values: ['Model 2', 'Model 4'] },
      ['march/0', 'january/0', 'january/1'],
    ],
    [
      'all but some',
      { field: 'model', operator: 'isNot', values: ['Model 2', 'Model 32'] },
      ['february/0', 'january/1'],
    ],
    ['a tag', { field: 'tag', operator: 'is', values: ['good'] }, ['march/0', 'march/1', 'january/0', 'january/1']],
    [
      'no such tag',
      { field: 'tag', operator: 'isNot', values: ['small'] },
      ['march/0', 'march/1', 'february/0', 'february/1'],
    ],
    ['no tag at all', { field: 'tag', operator: 'isMissing', values: [] }, ['february/0', 'february/1']],
    ['a star', { field: 'isStarred', operator: 'is', values: [true] }, ['january/0', 'january/1']],
    ['a time', { field: 'startedAt', operator: 'atLeast', values: ['2026-02-15'] }, ['march/0', 'march/1']],
    ['a hyperparameter nobody has', { field: 'hyperparameter.dropout "x"', operator: 'isMissing', values: [] }, ALL],
    ['a number where there are texts', { field: 'name', operator: 'atLeast', values: [0] }, []],
  ])('filters by %s', (_, filter, expected) => {
    expect(filtered(filter)).toEqual(expected)
  })

  it('joins conditions by and, and finds text anywhere', () => {
    expect(
      filtered(
        { field: 'metric.accuracy', operator: 'atLeast', values: [0] },
        { field: 'tag', operator: 'is', values: ['good'] },
        { field: 'model', operator: 'is', values: ['Model 2'] },
      ),
    ).toEqual(['march/0', 'january/0'])
    expect(rows({ text: '"quoted"' })).toEqual(['march/0', 'march/1'])
    expect(rows({ text: 'GOO' })).toHaveLength(4)
    expect(rows({ text: "'; DROP TABLE runs; --" })).toEqual([])
  })

  it('sorts by any field, what has no value last either way', () => {
    const by = (field: string, direction: 'ascending' | 'descending') => rows({ sort: { field, direction } })
    expect(by('setting.layers[0].units', 'ascending').slice(0, 3)).toEqual(['march/0', 'january/0', 'january/1'])
    expect(by('setting.layers[0].units', 'descending').slice(0, 2)).toEqual(['march/1', 'february/1'])
    const metric = queryHistory(workspace, { sort: { field: 'metric.logLoss', direction: 'ascending' } }).rows
    const losses = metric.map(({ metrics }) => metrics['logLoss'].mean ?? Infinity)
    expect(losses).toEqual([...losses].sort((a, b) => a - b))
  })

  it('groups, telling where each group begins', () => {
    const { rows: found, groups } = queryHistory(workspace, { groupBy: 'model' })
    expect(groups).toEqual([
      { value: 'Model 2', from: 0, count: 2 },
      { value: 'Model 32', from: 2, count: 2 },
      { value: 'Model 16', from: 4, count: 1 },
      { value: 'Model 4', from: 5, count: 1 },
    ])
    expect(found.map(({ model }) => model)).toEqual([
      'Model 2',
      'Model 2',
      'Model 32',
      'Model 32',
      'Model 16',
      'Model 4',
    ])
  })

  it('refuses fields that are none', () => {
    for (const field of ['nonsense', 'setting.a b', 'setting.x; DROP', 'constructor']) {
      expect(() => filtered({ field, operator: 'is', values: [1] })).toThrow(
        expect.objectContaining({ code: 'usage/unknown-field' }),
      )
    }
  })
})

describe('secondsFor', () => {
  it('estimates the time of a plan from finished runs, in proportion to its steps', () => {
    const once = secondsFor(workspace, { steps: 1000, parameters: 30 })
    const tenTimes = secondsFor(workspace, { steps: 10_000, parameters: 30 })
    expect(once).toBeGreaterThan(0)
    expect(tenTimes).toBeCloseTo(10 * (once ?? NaN), 9)
    expect(secondsFor(workspace, { steps: 1000, parameters: 1_000_000 })).toBeGreaterThan(once ?? Infinity)
  })
})

describe('listRuns', () => {
  it('lists runs of which some candidate matches, with their best', () => {
    const { runs, matching, total } = listRuns(workspace, {
      filters: [{ field: 'setting.layers[0].units', operator: 'is', values: [32] }],
    })
    expect(runs.map(({ run, matching: candidates }) => [run, candidates])).toEqual([
      ['march-5e6f', 1],
      ['february-3c4d', 1],
    ])
    expect([matching, total]).toEqual([2, 3])
    const { best } = runs[0]
    const both = queryHistory(workspace, { filters: [{ field: 'run', operator: 'is', values: ['march-5e6f'] }] }).rows
    expect(best?.metrics['accuracy'].mean).toBe(Math.max(...both.map(({ metrics }) => metrics['accuracy'].mean ?? 0)))
  })

  it('takes for the best what the run ranks by', () => {
    const { best } = listRuns(workspace, { filters: [{ field: 'run', operator: 'is', values: ['february-3c4d'] }] })
      .runs[0]
    const both = queryHistory(workspace, {
      filters: [{ field: 'run', operator: 'is', values: ['february-3c4d'] }],
    }).rows
    const losses = both.map(({ metrics }) => metrics['logLoss'].mean ?? NaN)
    expect(best?.primaryMetric).toBe('logLoss')
    expect(new Set(losses).size).toBe(2)
    expect(best?.metrics['logLoss'].mean).toBe(Math.min(...losses))
    expect(best?.metrics['accuracy']).toBeDefined()
  })

  it('shows deleted runs only when asked, until they are restored', () => {
    deleteRuns(workspace, ['february-3c4d'])
    expect(listRuns(workspace, {}).runs).toHaveLength(2)
    expect(listRuns(workspace, { deleted: true }).runs.map(({ run }) => run)).toEqual(['february-3c4d'])
    expect(rows({})).toHaveLength(4)
    restoreRuns(workspace, ['february-3c4d'])
    expect(rows({})).toEqual(ALL)
  })
})

describe('findRun', () => {
  it('takes an id, its beginning or its end, and `latest`', () => {
    expect(findRun(workspace, 'february-3c4d')).toBe('february-3c4d')
    expect(findRun(workspace, 'feb')).toBe('february-3c4d')
    expect(findRun(workspace, '1a2b')).toBe('january-1a2b')
    expect(findRun(workspace, 'latest')).toBe('march-5e6f')
  })

  it('refuses what means none or several', () => {
    expect(() => findRun(workspace, 'april')).toThrow(expect.objectContaining({ code: 'usage/no-such-run' }))
    expect(() => findRun(workspace, '')).toThrow(expect.objectContaining({ code: 'usage/no-such-run' }))
    deleteRuns(workspace, [])
    expect(() => findRun(workspace, '%')).toThrow(expect.objectContaining({ code: 'usage/no-such-run' }))
  })
})

describe('compareCandidates', () => {
  it('shows only what differs, by layer, and a verdict where folds are the same', async () => {
    const { differences, same, comparisons, notices } = await compareCandidates(workspace, [
      'january-1a2b/0',
      'march-5e6f/1',
    ])
    expect(differences).toEqual([
      { field: 'setting.layers.dense1.units', values: [2, 32] },
      { field: 'setting.training.epochs', values: [5, 10] },
      { field: 'parameters', values: [9, 129] },
    ])
    expect(same).toContainEqual({ field: 'setting.validation.folds', value: 3 })
    expect(same).toContainEqual({ field: 'dataset.file', value: 'tiny.csv' })
    // A part held out is no setting of k-fold.
    expect(same.map(({ field }) => field)).not.toContain('setting.validation.testFraction')
    expect(comparisons).toHaveLength(1)
    expect([comparisons[0].first, comparisons[0].second].sort()).toEqual(['january-1a2b/0', 'march-5e6f/1'])
    expect(notices).toEqual([])
  })

  it('lists what was swept once, under the name of the setting', async () => {
    const units = ['{ sweep: [2, 4], as: width }']
    await storeRun(workspace, await tinyRun({ id: 'swept', units, startedAt: '2025-01-01T00:00:00.000Z' }))
    const { differences } = await compareCandidates(workspace, ['swept/0', 'swept/1'])
    expect(differences).toEqual([
      { field: 'setting.layers.dense1.units', values: [2, 4] },
      { field: 'parameters', values: [9, 17] },
    ])
  })

  it('gives no verdict across other folds, and says so', async () => {
    await storeRun(workspace, await tinyRun({ id: 'seeded', seed: 4, startedAt: '2025-01-01T00:00:00.000Z' }))
    const { differences, comparisons, notices } = await compareCandidates(workspace, ['january-1a2b/1', 'seeded/0'])
    expect(differences).toContainEqual({ field: 'seed', values: [3, 4] })
    expect(comparisons).toEqual([])
    expect(notices).toHaveLength(1)
    await expect(compareCandidates(workspace, ['seeded/2'])).rejects.toThrow(
      expect.objectContaining({ code: 'workspace/no-such-candidate' }),
    )
  })
})
