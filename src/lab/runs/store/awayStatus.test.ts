import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HistoryFilter } from '../../../contract/history.ts'
import { FakeTrainer } from '../../trainers/fakeTrainer.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { listRuns, summarizedRun } from '../history/listRuns.ts'
import { queueRows } from '../queue/queuePlaces.ts'
import { tinyRun } from '../testing/tinyRun.ts'
import { startRecordedRun } from '../training/recordedRun.ts'
import { runAwayAt } from './runAwayAt.ts'
import { storeRun } from './storeRun.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-away-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A run of a place that was begun and left. */
async function leave(workspace: Workspace, place: string): Promise<string> {
  const prepared = await tinyRun({ id: 'left' })
  const runId = await storeRun(workspace, { ...prepared, job: { ...prepared.job, place } })
  const handle = await startRecordedRun(workspace, runId, { trainer: new FakeTrainer({ batchMs: 1 }) })
  handle.leave()
  await handle.done
  return runId
}

describe('a run that was left at a place', () => {
  it('is away in lists, in the queue and for filters, and can be resumed to its end', async () => {
    const workspace = await Workspace.open({ folder, access: 'write', program: 'test' })
    const runId = await leave(workspace, 'lab')
    expect(summarizedRun(workspace, runId).status).toBe('away')
    expect(queueRows(workspace).map(({ status }) => status)).toEqual(['away'])
    const filters: HistoryFilter[] = [{ field: 'status', operator: 'is', values: ['away'] }]
    expect(listRuns(workspace, { filters }).runs.map(({ run }) => run)).toEqual([runId])
    expect([runAwayAt(workspace, 'lab'), runAwayAt(workspace, 'elsewhere')]).toEqual([runId, undefined])
    const { end } = await (await startRecordedRun(workspace, runId, { trainer: new FakeTrainer({}) })).done
    expect([end, summarizedRun(workspace, runId).status, runAwayAt(workspace, 'lab')]).toEqual([
      { kind: 'finished' },
      'finished',
      undefined,
    ])
    await workspace.shutdown()
  })

  it('is away where the program that listened was killed', async () => {
    const workspace = await Workspace.open({ folder, access: 'write', program: 'test' })
    const runId = await leave(workspace, 'lab')
    workspace.database.transaction('killed', () => workspace.database.run(`UPDATE runs SET status = 'running'`))
    expect(runAwayAt(workspace, 'lab')).toBe(runId)
    await workspace.shutdown()
    const reader = await Workspace.open({ folder, access: 'read', program: 'test' })
    expect(summarizedRun(reader, runId).status).toBe('away')
    await reader.shutdown()
  })
})
