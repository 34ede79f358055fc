import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyRunEvent, applyRunEvents } from './applyRunEvent.ts'
import type { FitKey, RunEvent } from './runEvent.ts'
import { runProgress } from './runProgress.ts'
import { fitId, historyOf, initialRunState } from './runState.ts'
import type { RunState } from './runState.ts'

const CANDIDATES = [
  { name: 'Baseline', epochs: 6 },
  { name: 'Hidden', epochs: 6 },
]
const preparation = { trainRows: 9, testRows: 1, unseenCategories: 0, imputedCells: 0, fingerprint: 'f' }
const backend = { name: 'tensorflow', version: '2', program: 'compiled', threads: { intraOp: 1, interOp: 2 } } as const

function keys(candidate: number, folds = 3): FitKey[] {
  return Array.from({ length: folds }, (_, fold) => ({ candidate, repeat: 0, fold }))
}

function finished(fit: FitKey, atMs: number): RunEvent {
  const history = { loss: [6, 5, 4, 3, 2, 1], accuracy: [1, 2, 3, 4, 5, 6] }
  const predictions = { rows: [fit.fold], values: [0.5] }
  const scores = { accuracy: 0.8 + fit.fold / 100 }
  return { kind: 'fitFinished', fit, history, scores, predictions, preparation, epochs: 6, steps: 6, seconds: 1, atMs }
}

function diverged(fit: FitKey, atMs: number): RunEvent {
  const what = { epoch: 2, learningRate: 1e6 }
  return {
    kind: 'fitDiverged',
    fit,
    diverged: what,
    history: { loss: [9, 99] },
    preparation,
    steps: 2,
    seconds: 1,
    atMs,
  }
}

function epochs(fits: FitKey[], fromEpoch: number, count: number, atMs: number): RunEvent {
  const of = (metric: number) =>
    fits.map(({ fold }) => Array.from({ length: count }, (_, index) => metric * 100 + fold * 10 + fromEpoch + index))
  return { kind: 'epochs', fits, fromEpoch, values: { loss: of(1), accuracy: of(2) }, atMs }
}

const WHOLE: readonly RunEvent[] = [
  { kind: 'started', backend, fits: 6, atMs: 0 },
  { kind: 'candidatesStarted', candidates: [0, 1], fits: 6, epochs: 6, atMs: 10 },
  epochs([...keys(0), ...keys(1)], 0, 2, 100),
  epochs([...keys(0), ...keys(1)], 2, 2, 200),
  { kind: 'notice', message: 'slow', atMs: 210 },
  diverged({ candidate: 1, repeat: 0, fold: 2 }, 220),
  ...keys(0).map((fit) => finished(fit, 300)),
  ...keys(1, 2).map((fit) => finished(fit, 400)),
  { kind: 'finalModel', candidate: 0, file: 'model.bin', atMs: 450 },
  { kind: 'ended', end: { kind: 'finished' }, atMs: 500 },
]

const start = () => initialRunState(CANDIDATES)

describe('applyRunEvent', () => {
  it('counts, keeps and ends a whole run', () => {
    const state = applyRunEvents(start(), WHOLE)
    expect(state).toMatchObject({ status: 'ended', plannedFits: 6, finishedFits: 5, divergedFits: 1, atMs: 500 })
    expect(state.candidates.map(({ status }) => status)).toEqual(['done', 'done'])
    expect(state.candidates[1]).toMatchObject({ finishedFits: 2, divergedFits: 1, plannedFits: 3 })
    expect(state.candidates[0].finalModel).toBe('model.bin')
    expect(state.notices).toEqual(['slow'])
    const fit = state.candidates[1].fits.get('0/2')
    expect(fit).toMatchObject({ status: 'diverged', diverged: { epoch: 2, learningRate: 1e6 } })
    expect(fit?.scores).toBeUndefined()
  })

  it('gives the same state whichever prefix was folded and kept before', () => {
    const whole = applyRunEvents(start(), WHOLE)
    fc.assert(
      fc.property(fc.nat(WHOLE.length), (cut) => {
        const prefix = applyRunEvents(start(), WHOLE.slice(0, cut))
        // A branch grown from the same prefix must not be felt by the other.
        applyRunEvents(prefix, [epochs(keys(0), 4, 2, 999), epochs(keys(1), 4, 1, 999)])
        expect(applyRunEvents(prefix, WHOLE.slice(cut))).toEqual(whole)
      }),
    )
  })

  it('leaves every earlier state as it was', () => {
    const states = [start()]
    for (const event of WHOLE) states.push(applyRunEvent(states[states.length - 1], event))
    const again = WHOLE.map((_, index) => applyRunEvents(start(), WHOLE.slice(0, index + 1)))
    expect(states.slice(1).map(seen)).toEqual(again.map(seen))
  })

  it('changes nothing when finished fits are reported again', () => {
    const state = applyRunEvents(start(), WHOLE)
    const replay = WHOLE.filter(({ kind }) => kind === 'fitFinished' || kind === 'fitDiverged' || kind === 'epochs')
    expect(applyRunEvents(state, replay)).toEqual(state)
  })

  it('counts fits of an earlier sitting when a run is resumed', () => {
    const before = applyRunEvents(
      start(),
      keys(0, 2).map((fit) => finished(fit, 5)),
    )
    const state = applyRunEvents(before, [
      { kind: 'started', backend, fits: 6, atMs: 6 },
      { kind: 'candidatesStarted', candidates: [0], fits: 1, epochs: 6, atMs: 10 },
      finished({ candidate: 0, repeat: 0, fold: 2 }, 20),
    ])
    expect(state.candidates[0]).toMatchObject({ plannedFits: 3, finishedFits: 3, status: 'done' })
    expect(state.candidates[1]).toMatchObject({ plannedFits: 3, finishedFits: 0, status: 'waiting' })
  })

  it('does not take the training of final models for fits', () => {
    const before = applyRunEvents(start(), WHOLE.slice(0, -1))
    const state = applyRunEvents(before, [
      { kind: 'candidatesStarted', candidates: [0, 1], fits: 2, epochs: 6, atMs: 450 },
      epochs([{ candidate: 0, repeat: 0, fold: -1 }], 0, 2, 460),
    ])
    expect({ ...state, atMs: 0 }).toEqual({ ...before, atMs: 0 })
  })

  it('appends epochs, overlapping ones once', () => {
    const fits = keys(0, 1)
    const state = applyRunEvents(start(), [epochs(fits, 0, 3, 1), epochs(fits, 2, 3, 2), epochs(fits, 0, 2, 3)])
    const fit = state.candidates[0].fits.get(fitId(fits[0]))
    expect(fit && historyOf(fit)['loss']).toEqual([100, 101, 102, 103, 104])
    expect(fit?.epoch).toBe(5)
  })

  it('ignores fits of candidates it does not know', () => {
    const state = start()
    const after = applyRunEvents(state, [epochs(keys(7), 0, 1, 0)])
    expect(after.candidates).toEqual(state.candidates)
  })

  it('takes 200 fits of 2,000 epochs, in batches of two, without copying what is there', () => {
    const fits = Array.from({ length: 200 }, (_, fold) => ({ candidate: 0, repeat: 0, fold }))
    let state = start()
    const first = state
    for (let from = 0; from < 2000; from += 2) state = applyRunEvent(state, epochs(fits, from, 2, from))
    expect(state.candidates[0].fits.get('0/199')?.epoch).toBe(2000)
    expect(first.candidates[0].fits.size).toBe(0)
    const series = state.candidates[0].fits.get('0/0')?.history['loss']
    const next = applyRunEvent(state, epochs(fits, 2000, 2, 2000)).candidates[0].fits.get('0/0')?.history['loss']
    expect(next?.buffer).toBe(series?.buffer)
  })
})

describe('runProgress', () => {
  it('knows fits, epochs and the time left', () => {
    const state = applyRunEvents(start(), WHOLE.slice(0, 4))
    const progress = runProgress(state)
    expect(progress.fraction).toBeCloseTo(4 / 6)
    expect(progress.remainingMs).toBeCloseTo(100)
    expect(progress.candidates[0]).toMatchObject({ fitsDone: 0, fits: 3, epoch: 4, epochs: 6, status: 'running' })
  })

  it('reaches the end with the run', () => {
    const progress = runProgress(applyRunEvents(start(), WHOLE))
    expect(progress).toMatchObject({ fraction: 1, fitsDone: 6, fits: 6 })
    expect(progress.remainingMs).toBeUndefined()
    expect(progress.candidates[1]).toMatchObject({ fitsFailed: 1, fraction: 1 })
  })

  it('is nothing before the run has begun', () => {
    expect(runProgress(start())).toMatchObject({ fraction: 0, fitsDone: 0, fits: 0 })
  })
})

/** A state as its readers see it: series by their values. */
function seen(state: RunState): unknown {
  return {
    ...state,
    candidates: state.candidates.map((candidate) => ({
      ...candidate,
      fits: [...candidate.fits].map(([id, fit]) => [id, { ...fit, history: historyOf(fit) }]),
    })),
  }
}
