import { expect, test } from 'vitest'
import { bestOf, candidateScore, fitsInOrder, heldOutName } from './candidateScore.ts'
import type { CandidateState, FitState } from './runState.ts'
import { seriesOf } from './series.ts'

function candidate(status: CandidateState['status'], fits: readonly Partial<FitState>[]): CandidateState {
  const complete = fits.map((fit, fold): FitState => ({
    key: { candidate: 0, repeat: 0, fold },
    status: 'running',
    epoch: 0,
    history: {},
    steps: 0,
    seconds: 0,
    ...fit,
  }))
  return {
    name: 'A',
    status,
    epochs: 10,
    fits: new Map(complete.map((fit, index) => [String(index), fit])),
    plannedFits: fits.length,
    finishedFits: 0,
    divergedFits: 0,
  }
}
const curve = (...values: number[]) => ({ valAccuracy: seriesOf(values) })

test('finished fits give their score, others their newest value', () => {
  const state = candidate('running', [
    { status: 'finished', scores: { accuracy: 0.8 }, history: curve(0.1, 0.2) },
    { history: curve(0.5, 0.6) },
    { history: {} },
  ])
  expect(candidateScore(state, 'accuracy')).toEqual({
    folds: [0.8, 0.6, null],
    mean: 0.7,
    std: expect.closeTo(0.1, 12) as number,
    isFinal: false,
  })
})

test('diverged fits count in no mean', () => {
  const state = candidate('done', [{ status: 'finished', scores: { accuracy: 0.8 } }, { status: 'diverged' }])
  expect(candidateScore(state, 'accuracy')).toMatchObject({ folds: [0.8, null], mean: 0.8, isFinal: true })
})

test('inner fits of a nested protocol give way to the outer ones', () => {
  const state = candidate('running', [
    { key: { candidate: 0, repeat: 0, fold: 1, outer: 0 } },
    { key: { candidate: 0, repeat: 0, fold: 0, outer: 0 } },
  ])
  expect(fitsInOrder(state).map(({ key }) => key.fold)).toEqual([0, 1])
  const withOuter = candidate('running', [{ key: { candidate: 0, repeat: 0, fold: 0, outer: 3 } }, {}])
  expect(fitsInOrder(withOuter)).toHaveLength(1)
})

test('best value and its place', () => {
  const [fit] = fitsInOrder(candidate('running', [{ history: curve(0.5, 0.9, NaN, 0.9) }]))
  expect(bestOf(fit, 'valAccuracy', true)).toEqual({ value: 0.9, at: 1 })
  expect(bestOf(fit, 'valAccuracy', false)).toEqual({ value: 0.5, at: 0 })
  expect(bestOf(fit, 'valLoss', true)).toBeNull()
  expect(heldOutName('meanAbsoluteError')).toBe('valMeanAbsoluteError')
})
