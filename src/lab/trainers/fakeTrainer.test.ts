import { describe, expect, it } from 'vitest'
import { applyRunEvents } from '../../core/run/applyRunEvent.ts'
import { initialRunState } from '../../core/run/runState.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { FakeTrainerOptions } from './fakeTrainer.ts'
import { FakeTrainer } from './fakeTrainer.ts'

const job = {
  task: 'binary',
  classes: ['a', 'b'],
  program: 'compiled',
  threads: { intraOp: 1, interOp: 1 },
  finished: [],
  validation: { strategy: 'stratified-k-fold', folds: 4, repeats: 1 },
  candidates: ['A', 'B'].map((name) => ({ name, spec: { training: { epochs: 20, optimizer: { learningRate: 1 } } } })),
} as unknown as TrainerJob

function play(options: FakeTrainerOptions, jobChange: Partial<TrainerJob> = {}) {
  let state = initialRunState([
    { name: 'A', epochs: 20 },
    { name: 'B', epochs: 20 },
  ])
  const trainer = new FakeTrainer(options)
  const session = trainer.start({ ...job, ...jobChange }, (events) => {
    state = applyRunEvents(state, events)
  })
  return { session, ended: session.ended.then((end) => ({ end, state })) }
}

describe('FakeTrainer', () => {
  it('finishes every fit of every candidate', async () => {
    const { end, state } = await play({}).ended
    expect(end).toEqual({ kind: 'finished' })
    expect(state).toMatchObject({ plannedFits: 8, finishedFits: 8 })
  })

  it('leaves out what was finished before', async () => {
    const { state } = await play({}, { finished: [{ candidate: 0, repeat: 0, fold: 1 }] }).ended
    expect(state.finishedFits).toBe(7)
  })

  it('stops where it is, keeping what is finished', async () => {
    const { session, ended } = play({ batchMs: 1 })
    session.stop()
    const { end, state } = await ended
    expect(end).toEqual({ kind: 'stopped' })
    expect(state.finishedFits).toBe(0)
  })

  it('waits while paused and goes on', async () => {
    const { session, ended } = play({})
    session.pause()
    setTimeout(() => session.resume(), 5)
    expect((await ended).end).toEqual({ kind: 'finished' })
  })

  it('tells a crash by its reason', async () => {
    const { end, state } = await play({ crashAtBatch: 6 }).ended
    expect(end).toMatchObject({ kind: 'crashed', error: { code: 'trainer/crashed' } })
    expect(state.finishedFits).toBeGreaterThan(0)
  })

  it('lets fits diverge', async () => {
    const { state } = await play({ diverges: ({ fold }) => fold === 2 }).ended
    expect(state).toMatchObject({ finishedFits: 6, divergedFits: 2 })
  })
})
