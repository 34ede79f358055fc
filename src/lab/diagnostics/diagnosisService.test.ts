import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scoreBinary } from '../../core/metrics/scoreBinary.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import { present } from '../../core/present.ts'
import { loadRun } from '../runs/store/loadRun.ts'
import { loadRunState } from '../runs/store/loadRunState.ts'
import { startRecordedRun } from '../runs/training/recordedRun.ts'
import { storeRun } from '../runs/store/storeRun.ts'
import { tinyRun, tinyTable } from '../runs/testing/tinyRun.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import { Workspace } from '../workspace/workspace.ts'
import { tablePath } from '../workspace/workspacePaths.ts'
import { DiagnosisService } from './diagnosisService.ts'

let folder: string
let workspace: Workspace
let service: DiagnosisService

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-diagnosis-'))
  workspace = await Workspace.open({ folder, access: 'write', program: 'a test' })
  await storeRun(workspace, await tinyRun({ id: 'run', repeats: 2 }))
  await (
    await startRecordedRun(workspace, 'run', { trainer: new FakeTrainer({ rows: tinyTable().rows }) })
  ).done
  service = new DiagnosisService(workspace)
})
afterAll(async () => {
  await service.shutdown()
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

it('diagnoses several candidates off the event loop, each row once whatever the repeats', async () => {
  const [first, second] = await service.of({ candidates: ['run/0', 'run/1'] })
  expect([first.name, second.name]).toEqual(['Model 4', 'Model 8'])
  expect(first).toMatchObject({
    task: 'binary',
    classes: ['no', 'yes'],
    positiveClass: 'yes',
    threshold: 0.5,
    repeats: 2,
  })
  const { counts, byFold, repeats } = first.results.confusionMatrix ?? { counts: [], byFold: [], repeats: 0 }
  expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(tinyTable().rows)
  expect([byFold.length, repeats]).toEqual([6, 2])
})

it('agrees with the scores of the run at one half', async () => {
  const [{ results }] = await service.of({ candidates: ['run/0'] })
  const state = await loadRunState(workspace, loadRun(workspace, 'run'), { values: true })
  const { labels = new Int32Array() } = encodeTarget(tinyTable())
  const scores = [...state.candidates[0].fits.values()].map(({ predictions }) => {
    const { rows, values } = present(predictions, 'predictions')
    const truth = rows.map((row) => labels[row])
    return scoreBinary(truth, values as readonly number[])['accuracy']
  })
  const accuracy = results.confusionMatrix?.byFold.map(([[a, b], [c, d]]) => (a + d) / (a + b + c + d))
  expect(accuracy).toHaveLength(6)
  expect([...(accuracy ?? [])].sort()).toEqual(scores.sort())
})

it('lists the rows behind a cell with their features, sorted, and as CSV', async () => {
  const [{ results }] = await service.of({ candidates: ['run/0'] })
  const { byFold, folds } = results.confusionMatrix ?? { byFold: [], folds: [] }
  const expected = byFold.reduce((sum, matrix, i) => sum + (folds[i].repeat === 0 ? matrix[1][0] : 0), 0)
  const request = { candidate: 'run/0', request: { kind: 'cell', truth: 1, predicted: 0 } } as const
  const page = await service.rows({ ...request, sort: { by: { column: 'x1' }, direction: 'descending' } })
  expect(page.rows.filter(({ folds: times }) => times[0].predicted === 0)).toHaveLength(expected)
  expect(page.rows.every(({ truth, of }) => truth === 1 && of === 2)).toBe(true)
  const values = page.cells.map(([, x1]) => Number(x1))
  expect(values).toEqual(values.toSorted((a, b) => b - a))
  const { features } = tinyTable()
  expect(page.cells[0][0]).toBe(features[0].kind === 'number' ? features[0].values[page.rows[0].row] : NaN)
  const csv = await service.rowsCsv(request)
  expect(csv.split('\n')[0]).toBe('row,actual,predicted,probability,wrong,of,fold,x0,x1')
  expect(csv.trimEnd().split('\n')).toHaveLength(page.total + 1)
})

it('keeps a threshold, moves the matrix by it and lets it go again', async () => {
  await service.setThreshold('run/1', { threshold: 0.2, rule: 'f1' })
  const [kept] = await service.of({ candidates: ['run/1'] })
  expect(kept).toMatchObject({ threshold: 0.2, storedThreshold: { threshold: 0.2, rule: 'f1' } })
  const [asked] = await service.of({ candidates: ['run/1'], threshold: 1 })
  expect(asked.results.confusionMatrix?.counts.map(([, positive]) => positive)).toEqual([0, 0])
  await service.setThreshold('run/1', null)
  expect((await service.of({ candidates: ['run/1'] }))[0].threshold).toBe(0.5)
  await expect(service.setThreshold('run/1', { threshold: 2 })).rejects.toMatchObject({ code: 'usage/bad-value' })
})

it('silences a check for a run and for good', async () => {
  await storeRun(workspace, await tinyRun({ id: 'odd' }))
  const diverges = ({ fold }: { readonly fold: number }): boolean => fold === 1
  await (
    await startRecordedRun(workspace, 'odd', { trainer: new FakeTrainer({ rows: tinyTable().rows, diverges }) })
  ).done
  const found = async () => (await service.of({ candidates: ['odd/0'] }))[0].checks
  const [first] = await found()
  expect(first).toEqual({
    code: 'HC004',
    severity: 'problem',
    title: expect.any(String) as string,
    evidence: { diverged: 1, folds: 3 },
  })
  service.silence(first.code, 'odd', true)
  service.silence(first.code, 'odd', true)
  expect((await found()).find(({ code }) => code === first.code)?.silenced).toBe('run')
  service.silence(first.code, undefined, true)
  expect((await found()).find(({ code }) => code === first.code)?.silenced).toBe('always')
  service.silence(first.code, undefined, false)
  service.silence(first.code, 'odd', false)
  expect((await found()).find(({ code }) => code === first.code)?.silenced).toBeUndefined()
  expect(() => service.silence('HC999', undefined, true)).toThrow('There is no check')
})

it('names a table that is gone, and finds it again', async () => {
  const other = new DiagnosisService(workspace)
  const path = tablePath(workspace.paths, loadRun(workspace, 'run').row.tableHash)
  await rename(path, `${path}.away`)
  await expect(other.of({ candidates: ['run/0'] })).rejects.toMatchObject({ code: 'workspace/no-table' })
  await rename(`${path}.away`, path)
  expect(await other.of({ candidates: ['run/0'] })).toHaveLength(1)
  await other.shutdown()
})
