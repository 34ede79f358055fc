import { describe, expect, it } from 'vitest'
import type { MetricChoice } from '../experiment/experiment.ts'
import { applyRunEvents } from './applyRunEvent.ts'
import { buildRunDocument } from './buildRunDocument.ts'
import type { RunContext } from './buildRunDocument.ts'
import type { RunEvent } from './runEvent.ts'
import { initialRunState } from './runState.ts'

const preparation = { trainRows: 90, testRows: 10, unseenCategories: 0, imputedCells: 0, fingerprint: 'f' }
const backend = { name: 'tensorflow', version: '2', program: 'compiled', threads: { intraOp: 1, interOp: 2 } } as const

function finished(fold: number, scores: Record<string, number | null>, outer?: number): RunEvent {
  const fit = { candidate: 0, repeat: 0, fold, ...(outer !== undefined && { outer }) }
  const predictions = { rows: [fold], values: [0.5] }
  const history = { loss: [1, 0.5] }
  return {
    kind: 'fitFinished',
    fit,
    history,
    scores,
    predictions,
    preparation,
    epochs: 2,
    steps: 12,
    seconds: 0.5,
    atMs: 9,
  }
}

function context(validation: object = { strategy: 'k-fold' }, metrics?: MetricChoice): RunContext {
  const candidates = [{ name: 'Baseline', model: 'Baseline', hyperparameters: { rate: 0.2 } }]
  return {
    runId: 'r1',
    experiment: { name: 'X', task: 'binary', seed: 7, validation, candidates, metrics } as never,
    experimentText: 'holdout: 1\n',
    dataset: { rows: 100, features: 3, target: 'y', classes: ['a', 'b'], sha256: 'abc' },
    ledger: [],
    parameters: [42],
    startedAt: '2026-01-01T00:00:00.000Z',
    environment: { holdout: '0', node: 'v24', platform: 'linux x64', cpu: 'c', cores: 2, memoryBytes: 1 },
  }
}

const start = () => initialRunState([{ name: 'Baseline', epochs: 2 }])
const begun: RunEvent[] = [
  { kind: 'started', backend, fits: 4, atMs: 0 },
  { kind: 'candidatesStarted', candidates: [0], fits: 4, epochs: 2, atMs: 1 },
]

describe('buildRunDocument', () => {
  it('averages finished fits with the population deviation and names diverged ones', () => {
    const state = applyRunEvents(start(), [
      ...begun,
      finished(1, { accuracy: 0.9 }),
      finished(0, { accuracy: 0.7 }),
      {
        kind: 'fitDiverged',
        fit: { candidate: 0, repeat: 0, fold: 2 },
        diverged: { epoch: 1, learningRate: 1e6 },
        history: {},
        preparation,
        steps: 1,
        seconds: 0.1,
        atMs: 10,
      },
      { kind: 'ended', end: { kind: 'finished' }, atMs: 2500 },
    ])
    const document = buildRunDocument(state, context())
    expect(document).toMatchObject({ holdout: 1, run: 'r1', task: 'binary', seconds: 2.5, end: { kind: 'finished' } })
    const [model] = document.models
    expect(model).toMatchObject({ name: 'Baseline', parameters: 42, fits: 3, failed: 1, planned: 4, steps: 25 })
    expect(model.hyperparameters).toEqual({ rate: 0.2 })
    const { accuracy } = model.metrics
    expect(accuracy.folds).toEqual([0.7, 0.9])
    expect(accuracy.mean).toBeCloseTo(0.8, 12)
    expect(accuracy.std).toBeCloseTo(0.1, 12)
    expect(accuracy.sampleStd).toBeCloseTo(Math.SQRT2 / 10, 12)
    expect(model.fitResults[2]).toMatchObject({
      fold: 2,
      status: 'diverged',
      diverged: { epoch: 1, learningRate: 1e6 },
    })
    expect(model.fitResults[0].history).toBeUndefined()
  })

  it('keeps histories when asked', () => {
    const state = applyRunEvents(start(), [...begun, finished(0, { accuracy: 1 })])
    const [model] = buildRunDocument(state, context(), { histories: true }).models
    expect(model.fitResults[0].history).toEqual({ loss: [1, 0.5] })
  })

  it('leaves undefined scores out of the mean and shows them among the folds', () => {
    const state = applyRunEvents(start(), [...begun, finished(0, { rocAuc: null }), finished(1, { rocAuc: 0.6 })])
    const { rocAuc } = buildRunDocument(state, context()).models[0].metrics
    expect(rocAuc).toMatchObject({ mean: 0.6, std: null, sampleStd: null, folds: [null, 0.6] })
  })

  it('shows the scores that are asked for, and keeps them all with the fits', () => {
    const scores = { accuracy: 0.9, f1: 0.8, rocAuc: 0.7 }
    const state = applyRunEvents(start(), [...begun, finished(0, scores)])
    const choice = { ranking: 'rocAuc', shown: { Baseline: ['rocAuc', 'accuracy'] } }
    const document = buildRunDocument(state, context(undefined, choice))
    expect(document.primaryMetric).toBe('rocAuc')
    expect(Object.keys(document.models[0].metrics)).toEqual(['rocAuc', 'accuracy'])
    expect(document.models[0].fitResults[0].scores).toEqual(scores)
  })

  it('says nothing about metrics of a run in which nothing finished', () => {
    const document = buildRunDocument(start(), context())
    expect(document.end).toEqual({ kind: 'stopped' })
    expect(document.models[0]).toMatchObject({ fits: 0, metrics: {} })
  })

  it('says what repeats would bring to a comparison only where the protocol can be repeated', () => {
    const candidates = ['A', 'B'].map((name) => ({ name, model: name, hyperparameters: {} }))
    const told = (strategy: string) => {
      const given = context({ strategy })
      const experiment = { ...given.experiment, candidates } as never
      const events = [0, 1, 2, 3].flatMap((fold) =>
        [0, 1].map((candidate): RunEvent => {
          const score = 0.7 + 0.01 * fold + candidate * (fold % 2 === 0 ? 0.04 : -0.01)
          return { ...finished(fold, { accuracy: score }), fit: { candidate, repeat: 0, fold } } as RunEvent
        }),
      )
      const state = applyRunEvents(initialRunState([{ name: 'A', epochs: 2 }, { name: 'B', epochs: 2 }]), events) // oxfmt-ignore
      return buildRunDocument(state, { ...given, experiment, parameters: [1, 1] }).comparisons[0]
    }
    expect(told('k-fold')).toMatchObject({ first: 'B', settling: { most: 100 } })
    expect(told('leave-one-out').settling).toBeNull()
  })

  it('keeps inner fits of a nested protocol out of the scores', () => {
    const state = applyRunEvents(start(), [
      ...begun,
      finished(0, { accuracy: 0.1 }, 0),
      finished(1, { accuracy: 0.2 }, 0),
      finished(0, { accuracy: 0.8 }),
    ])
    const document = buildRunDocument(
      state,
      context({ strategy: 'nested', choose: 'accuracy', outer: { strategy: 'k-fold', folds: 2 } }),
    )
    expect(document.models[0].metrics['accuracy'].folds).toEqual([0.8])
    expect(document.nested?.choices).toEqual([{ repeat: 0, fold: 0, candidate: 'Baseline' }])
    expect(document.nested?.metrics['accuracy'].mean).toBe(0.8)
  })

  it('chooses on the inner splits where the score is defined', () => {
    const state = applyRunEvents(start(), [
      ...begun,
      finished(0, { rocAuc: null }, 0),
      finished(1, { rocAuc: 0.7 }, 0),
      finished(0, { rocAuc: 0.6 }),
      finished(0, { rocAuc: null }, 1),
      finished(1, { rocAuc: null }, 1),
      finished(1, { rocAuc: 0.9 }),
    ])
    const validation = { strategy: 'nested', choose: 'rocAuc', outer: { strategy: 'k-fold', folds: 2 } }
    expect(buildRunDocument(state, context(validation)).nested?.choices).toEqual([
      { repeat: 0, fold: 0, candidate: 'Baseline' },
    ])
  })
})
