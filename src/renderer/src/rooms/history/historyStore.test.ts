import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import type { LabClient } from '../../../../contract/contract.ts'
import type { HistoryPage, HistoryRow } from '../../../../contract/history.ts'
import { provideLab } from '../../api/lab.ts'
import { useLeadingMetricStore } from '../../stores/leadingMetricStore.ts'
import { useHistoryStore } from './historyStore.ts'

let lab: LabClient

beforeEach(() => {
  lab = createFakeLab()
  setActivePinia(createPinia())
})

/** A candidate of the fake lab, changed. */
function candidate(changes: Partial<HistoryRow>): HistoryRow {
  const scores = { metrics: { accuracy: { mean: 0.8, std: 0.1 } }, primaryMetric: 'accuracy' }
  return { status: 'finished', model: 'm', sweepSize: 1, tags: [], ...scores, ...changes } as HistoryRow
}
const pageOf = (rows: readonly HistoryRow[]): HistoryPage => ({
  rows,
  matching: rows.length,
  total: rows.length,
  groups: [],
})

test('a tag goes to each run that has it not, and the list is asked for once', async () => {
  const annotate = vi.fn<LabClient['history']['annotate']>(() => Promise.resolve(null))
  const query = vi.fn(() => Promise.resolve(pageOf([])))
  provideLab({ ...lab, history: { ...lab.history, annotate, query } })
  const rows = ['a/0', 'a/1', 'b/0', 'c/0'].map((id) =>
    candidate({ id, runId: id.slice(0, 1), tags: id === 'c/0' ? ['keep'] : ['old'] }),
  )
  await useHistoryStore().addTag(rows, 'keep')
  expect(annotate.mock.calls.map(([input]) => input)).toEqual([
    { runIds: ['a'], tags: ['old', 'keep'] },
    { runIds: ['b'], tags: ['old', 'keep'] },
  ])
  expect(query).toHaveBeenCalledTimes(1)
})

test('the standings of a sweep are asked for again where the first answer came too late', async () => {
  const sweep = ['s/0', 's/1'].map((id) => candidate({ id, runId: 's', sweepSize: 2 }))
  const waiting: (() => void)[] = []
  let isHeld = false
  const query = vi.fn(async () => {
    if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve))
    return pageOf(sweep)
  })
  const compare: LabClient['history']['compare'] = () =>
    Promise.resolve({ rows: sweep, differences: [], same: [], comparisons: [], references: [], notices: [] })
  provideLab({ ...lab, history: { ...lab.history, query, compare } })
  const history = useHistoryStore()
  await history.load()
  history.selectOnly(['s/0'])
  await vi.waitFor(() => expect(history.sweep).toHaveLength(2))
  // Another score leads. Its answer is held back until something else is selected.
  isHeld = true
  useLeadingMetricStore().choose('loss')
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  history.selectOnly(['s/1'])
  await vi.waitFor(() => expect(waiting).toHaveLength(2))
})
