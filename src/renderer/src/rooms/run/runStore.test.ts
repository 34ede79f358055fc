// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { expect, test, vi } from 'vitest'
import type { LabClient } from '../../../../contract/contract.ts'
import type { RunUpdate } from '../../../../contract/runs.ts'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import { fakeExperiment } from '../../../../contract/fake/fakeExperiment.ts'
import { provideLab } from '../../api/lab.ts'
import { applyUpdate, forgettable, useRunStore } from './runStore.ts'
import type { LiveRun } from './runStore.ts'

const dataset = 'f'.repeat(64)

async function followed(): Promise<LiveRun[]> {
  const lab = createFakeLab()
  const { runId } = await lab.runs.start({ text: fakeExperiment, datasetId: dataset })
  const seen: LiveRun[] = []
  let run: LiveRun | undefined
  for await (const update of await lab.runs.events({ runId })) {
    run = applyUpdate(run, update)
    if (run) seen.push(run)
  }
  return seen
}

test('the stream of a run becomes what the room shows', async () => {
  const seen = await followed()
  const last = seen.at(-1)
  expect(seen[0].state.finishedFits).toBe(0)
  expect(last?.state.finishedFits).toBe(20)
  expect(last?.end).toEqual({ kind: 'finished' })
  expect(last?.isCaughtUp).toBe(true)
})

test('a stream that begins again starts anew', async () => {
  const last = (await followed()).at(-1)
  const header = last?.header
  if (!header) throw new Error('no run')
  const again = applyUpdate(last, { kind: 'begin', header, status: 'running' })
  expect(again?.state.finishedFits).toBe(0)
  expect(again?.end).toBeUndefined()
})

test.each([
  ['is still open', ['begin', 'end'], true],
  ['is sent again', ['begin'], false],
])('a run that is resumed is followed anew, also while the stream of its end %s', async (_, kinds, isOver) => {
  const lab = createFakeLab()
  const { runId } = await lab.runs.start({ text: fakeExperiment, datasetId: dataset })
  const updates: RunUpdate[] = []
  for await (const update of await lab.runs.events({ runId })) updates.push(update)
  const signals: AbortSignal[] = []
  async function* events(signal: AbortSignal) {
    signals.push(signal)
    yield* updates.filter(({ kind }) => kinds.includes(kind))
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    // On its way when the page turned away.
    yield* updates.filter(({ kind }) => kind === 'end')
  }
  const runs = {
    resume: () => Promise.resolve(),
    events: (__: object, { signal }: { signal: AbortSignal }) => Promise.resolve(events(signal)),
  }
  provideLab({ ...lab, runs: { ...lab.runs, ...runs } } as unknown as LabClient)
  setActivePinia(createPinia())
  const store = useRunStore()
  store.watchRun(runId)
  store.watchRun(runId)
  await vi.waitUntil(() => store.latest !== undefined && (store.latest.end !== undefined) === isOver)
  expect(signals).toHaveLength(1)
  await store.resume(runId)
  await vi.waitUntil(() => signals.length === 2)
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
})

test('a run is being started until the lab has answered, or refused', async () => {
  const lab = createFakeLab()
  const answers = [Promise.withResolvers<{ runId: string }>(), Promise.withResolvers<{ runId: string }>()]
  const waiting = [...answers]
  const start = () => waiting.shift()?.promise
  provideLab({ ...lab, runs: { ...lab.runs, start } } as unknown as LabClient)
  setActivePinia(createPinia())
  const store = useRunStore()
  const input = { text: fakeExperiment, datasetId: dataset }
  const started = store.start(input)
  expect(store.isStarting).toBe(true)
  answers[0].resolve({ runId: 'one' })
  await started
  expect(store.isStarting).toBe(false)
  const refused = store.start(input)
  answers[1].reject(new Error('refused'))
  await expect(refused).rejects.toThrow('refused')
  expect(store.isStarting).toBe(false)
})

test('messages before the beginning say nothing', () => {
  expect(applyUpdate(undefined, { kind: 'events', events: [] })).toBeUndefined()
})

test('of runs that nobody looks at the newest few are kept', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(forgettable(ids, (id) => id === 'a')).toEqual(['b', 'c'])
  expect(forgettable(ids.slice(0, 4), () => false)).toEqual([])
})
