import { describe, expect, it } from 'vitest'
import { metricOrPlain } from '../metrics/primaryMetric.ts'
import { holmAdjusted } from '../statistics/manyComparisons.ts'
import { compareModels, compareReferences, ranked } from './compareModels.ts'
import { metricDocuments } from './metricDocument.ts'
import type { FitDocument, ModelDocument } from './runDocument.ts'
import { partialWords, scoredFolds } from './scoredFolds.ts'
import { bestPoint } from './sweepGrid.ts'

const accuracy = metricOrPlain('accuracy')
const ground = { metric: accuracy, isRepeatable: false }

/** A model with a score per fold; `null` is a fold that diverged. */
function model(name: string, scores: readonly (number | null)[], planned = scores.length): ModelDocument {
  const fits = scores.map(
    (score, fold) =>
      ({
        repeat: 0,
        fold,
        status: score === null ? 'diverged' : 'finished',
        ...(score !== null && { scores: { accuracy: score } }),
        preparation: { trainRows: 80, testRows: 20 },
      }) as FitDocument,
  )
  return {
    name,
    fits: fits.length,
    planned,
    metrics: metricDocuments(fits),
    fitResults: fits,
  } as unknown as ModelDocument
}

function wavy(mean: number, phase: number): number[] {
  return Array.from({ length: 5 }, (_, fold) => mean + 0.03 * Math.sin(2 * fold + phase))
}

/** The scores of `fixtures/field/13-survivors.yaml`. */
const steady = model('Steady', [0.6, 0.7, 0.9333, 0.8, 0.5333])
const wild = model('Wild', [0.9667, null, null, null, null])

describe('candidates whose folds diverged', () => {
  it('rank last, however high the mean of the survivors', () => {
    expect(ranked([wild, steady], accuracy).map(({ name }) => name)).toEqual(['Steady', 'Wild'])
    const half = model('Half', [0.1, 0.1, 0.1, null, null])
    expect(ranked([wild, half, steady], accuracy).map(({ name }) => name)).toEqual(['Steady', 'Half', 'Wild'])
  })

  it('say how many folds their score rests on, and have no deviation of one fold', () => {
    expect(partialWords(scoredFolds(wild))).toBe('1 of 5 folds, 4 diverged')
    expect(partialWords(scoredFolds(steady))).toBeUndefined()
    expect(partialWords(scoredFolds(model('Stopped', [0.5, 0.6], 5)))).toBe('2 of 5 folds')
    expect(wild.metrics.accuracy).toMatchObject({ mean: 0.9667, std: null, sampleStd: null, interval: null })
  })

  it('have no verdict, and stand for no network against a reference', () => {
    const most = model('Most', [0.9, 0.9, 0.91, 0.92, null])
    expect(compareModels([most, steady], ground)).toEqual([])
    const reference = { ...steady, name: 'linear', kind: 'linear', status: 'finished' } as unknown as Parameters<
      typeof compareReferences
    >[1][number]
    expect(compareReferences([most], [reference], ground)).toEqual([])
  })

  it('are not the best point of a sweep', () => {
    const point = (id: string, value: number, failed: number) => ({ id, name: id, hyperparameters: {}, value, failed })
    expect(bestPoint([point('wild', 0.97, 4), point('steady', 0.7, 0)], true)?.id).toBe('steady')
    expect(bestPoint([point('wild', 0.97, 4)], true)).toBeUndefined()
  })
})

describe('pairs of models', () => {
  const six = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85].map((mean, index) => model(String(index), wavy(mean, index)))

  it('are all compared where every pair is asked for, adjusted for the comparisons made', () => {
    const all = compareModels(six, { ...ground, everyPair: true })
    expect(new Set(all.map(({ first, second }) => `${first} ${second}`)).size).toBe(15)
    const adjusted = holmAdjusted(all.map(({ p }) => p))
    expect(all.map(({ adjustedP }) => adjustedP)).toEqual(adjusted)
  })

  it('are those with the best one otherwise, where there are more than four', () => {
    expect(compareModels(six, ground).map(({ first }) => first)).toEqual(['5', '5', '5', '5', '5'])
  })
})

describe('verdicts among several models', () => {
  it('name no winner that only the p value before its adjustment supports', () => {
    const first = model('First', [0.9, 0.91, 0.93, 0.9, 0.92])
    const second = model('Second', [0.84, 0.88, 0.86, 0.85, 0.89])
    const [alone] = compareModels([first, second], ground)
    expect(alone.p).toBeLessThan(0.05)
    expect(alone.verdict).toBe('firstBetter')
    const others = [0, 1, 2].map((phase) => model(`Wavy ${String(phase)}`, wavy(0.89, phase)))
    const among = compareModels([first, second, ...others], { ...ground, everyPair: true })
    const same = among.find((one) => one.first === 'First' && one.second === 'Second')
    expect(same?.adjustedP).toBeGreaterThan(0.05)
    expect(same).toMatchObject({ p: alone.p, verdict: 'cannotTell', headline: 'Cannot tell yet' })
  })
})
