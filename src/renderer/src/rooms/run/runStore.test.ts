import { expect, test } from 'vitest'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import { fakeExperiment } from '../../../../contract/fake/fakeExperiment.ts'
import { applyUpdate, forgettable } from './runStore.ts'
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

test('messages before the beginning say nothing', () => {
  expect(applyUpdate(undefined, { kind: 'events', events: [] })).toBeUndefined()
})

test('of runs that nobody looks at the newest few are kept', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(forgettable(ids, (id) => id === 'a')).toEqual(['b', 'c'])
  expect(forgettable(ids.slice(0, 4), () => false)).toEqual([])
})
