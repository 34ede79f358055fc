import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FakeTrainer } from '../../trainers/fakeTrainer.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { tinyRun } from '../testing/tinyRun.ts'
import { storeRun } from '../store/storeRun.ts'
import { startRecordedRun } from '../training/recordedRun.ts'
import { queryHistory } from './queryHistory.ts'

let folder: string
let workspace: Workspace

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-standings-'))
  workspace = await Workspace.open({ folder, access: 'write' })
  const startedAt = (month: string) => `2026-${month}-01T00:00:00.000Z`
  for (const options of [
    { id: 'plain-1a2b', units: [4, 8], startedAt: startedAt('01') },
    { id: 'sweep-3c4d', units: ['{ sweep: [2, 4, 8, 16, 32, 64] }'], startedAt: startedAt('02') },
  ]) {
    await storeRun(workspace, await tinyRun(options))
    await (
      await startRecordedRun(workspace, options.id, { trainer: new FakeTrainer() })
    ).done
  }
})
afterAll(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

function rowsBy(...leading: string[]) {
  return queryHistory(workspace, { groupBy: 'run', leading }).rows
}
const meansOf = (metric: string, leading: string[] = [metric]) =>
  rowsBy(...leading)
    .filter(({ runId }) => runId === 'sweep-3c4d')
    .map(({ metrics }) => metrics[metric].mean ?? NaN)

describe('a query for sweeps best first', () => {
  it('orders the candidates of a sweep from best to worst, by the score that leads', () => {
    const accuracies = meansOf('accuracy', [])
    expect(new Set(accuracies).size).toBeGreaterThan(2)
    expect(accuracies).toEqual(accuracies.toSorted((a, b) => b - a))
    const losses = meansOf('logLoss')
    expect(losses).toEqual(losses.toSorted((a, b) => a - b))
    expect(meansOf('accuracy', ['meanAbsoluteError'])).toEqual(accuracies)
  })

  it('leaves models that were written one by one in the order of the experiment', () => {
    const plain = rowsBy().filter(({ runId }) => runId === 'plain-1a2b')
    expect(plain.map(({ candidate }) => candidate)).toEqual([0, 1])
    expect(plain.every(({ standing }) => standing === undefined)).toBe(true)
  })

  it('marks the best candidate of a sweep first, and those as good', () => {
    const [first, ...others] = rowsBy().filter(({ runId }) => runId === 'sweep-3c4d')
    expect(first.standing).toBe('best')
    expect(others.filter(({ standing }) => standing === 'best')).toEqual([])
    expect(others.some(({ standing }) => standing === 'asGood')).toBe(true)
  })

  it('gives the same standings page by page, without reading the sweep again', () => {
    const standings = new Map(rowsBy().map(({ id, standing }) => [id, standing]))
    const asked = vi.spyOn(workspace.database, 'all')
    const pages = [0, 1, 2, 3].map((from) => queryHistory(workspace, { groupBy: 'run', leading: [], from, count: 1 }))
    for (const { rows } of pages) for (const { id, standing } of rows) expect(standing).toBe(standings.get(id))
    expect(asked.mock.calls.filter(([sql]) => sql.includes('WHERE run = ? AND model = ?'))).toEqual([])
    asked.mockRestore()
  })

  it('makes them anew where a fit has ended since', () => {
    const best = () => rowsBy().find(({ standing }) => standing === 'best')
    const { id, runId, candidate } = best()!
    const { database } = workspace
    const set = (change: string) =>
      database.transaction('test', () =>
        database.run(`UPDATE candidates SET ${change} WHERE run = ? AND position = ?`, [runId, candidate]),
      )
    set('fits = fits - 1')
    expect(best()?.id).not.toBe(id)
    set('fits = fits + 1')
    expect(best()?.id).toBe(id)
  })

  it('says nothing of standings where they are not asked for', () => {
    expect(queryHistory(workspace, {}).rows.every(({ standing }) => standing === undefined)).toBe(true)
  })
})
