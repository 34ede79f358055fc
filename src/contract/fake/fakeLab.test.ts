import { expect, test } from 'vitest'
import { applyRunEvents } from '../../core/run/applyRunEvent.ts'
import { initialRunState } from '../../core/run/runState.ts'
import { createFakeLab } from './fakeLab.ts'
import { fakeExperiment } from './fakeExperiment.ts'

test('the stream of a run folds into the state of its document', async () => {
  const lab = createFakeLab()
  const { runId } = await lab.runs.start({ text: fakeExperiment, datasetId: 'f'.repeat(64) })
  let state = initialRunState([])
  for await (const update of await lab.runs.events({ runId })) {
    if (update.kind === 'begin') state = initialRunState(update.header.candidates)
    if (update.kind === 'events') state = applyRunEvents(state, update.events)
  }
  const document = await lab.runs.document({ runId })
  expect(document.models.map(({ name, fits }) => [name, fits])).toEqual([
    ['Baseline', 10],
    ['Hidden', 10],
  ])
  expect(state.finishedFits).toBe(20)
})

test('wrong text comes back with its problems and lines', async () => {
  const lab = createFakeLab()
  const read = await lab.experiments.parse({ text: 'holdout: 1\nnam: X\n' })
  expect(read.experiment).toBeNull()
  expect(read.problems[0]).toMatchObject({ line: expect.any(Number) as number })
})
