import { describe, expect, it } from 'vitest'
import { metricOrPlain } from '../metrics/primaryMetric.ts'
import type { ReferenceKind } from '../references/referenceKind.ts'
import { compareReferences } from './compareModels.ts'
import { metricDocuments } from './metricDocument.ts'
import { verdictAgainstReferences } from './referenceVerdict.ts'
import type { ModelDocument, ReferenceDocument } from './runDocument.ts'

const ROWS = { trainRows: 90, testRows: 10 }
const ground = { metric: metricOrPlain('accuracy'), isRepeatable: true }

/** Scores of ten folds around a mean, the same ups and downs with the same `phase`. */
function folds(mean: number, spread: number, phase: number): number[] {
  return Array.from({ length: 10 }, (_, fold) => mean + spread * Math.sin(2 * fold + phase))
}

function network(name: string, scores: readonly number[]): ModelDocument {
  const fits = scores.map((accuracy, fold) => ({ repeat: 0, fold, scores: { accuracy }, preparation: ROWS }))
  return { name, metrics: metricDocuments(fits), fitResults: fits } as unknown as ModelDocument
}

function reference(kind: ReferenceKind, scores: readonly number[]): ReferenceDocument {
  const fits = scores.map((accuracy, fold) => ({ repeat: 0, fold, scores: { accuracy }, seconds: 0, ...ROWS }))
  const metrics = metricDocuments(fits.map((fit) => ({ ...fit, preparation: ROWS })))
  return { name: kind, kind, status: 'finished', seconds: 0, metrics, fitResults: fits }
}

function judge(models: readonly ModelDocument[], references: readonly ReferenceDocument[]) {
  const comparisons = compareReferences(models, references, ground)
  return verdictAgainstReferences({ references, comparisons, primaryMetric: 'accuracy' })
}

describe('the verdict against references', () => {
  it('says that a linear model is as good', () => {
    const found = judge(
      [network('Net', folds(0.9, 0.02, 0))],
      [reference('dummy', folds(0.5, 0.01, 0)), reference('linear', folds(0.9, 0.02, 0.01))],
    )
    expect(found?.linear).toMatchObject({ standing: 'asGood', comparison: { first: 'Net', second: 'linear' } })
    expect(found?.guessing).toBeUndefined()
    expect(found?.strongest).toBeUndefined()
  })

  it('says that the network is better than the linear model, and names the strongest reference beside it', () => {
    const found = judge(
      [network('Worse', folds(0.8, 0.02, 1)), network('Net', folds(0.95, 0.02, 0))],
      [
        reference('dummy', folds(0.5, 0.01, 0)),
        reference('linear', folds(0.52, 0.03, 2)),
        reference('neighbours', folds(0.92, 0.05, 3)),
      ],
    )
    expect(found?.linear).toMatchObject({ standing: 'better', comparison: { first: 'Net' } })
    expect(found?.strongest).toMatchObject({ standing: 'cannotTell', reference: { kind: 'neighbours' } })
  })

  it('says that a reference is better than every network', () => {
    const found = judge(
      [network('Net', folds(0.7, 0.01, 0))],
      [reference('dummy', folds(0.5, 0.01, 0)), reference('linear', folds(0.9, 0.01, 1))],
    )
    expect(found?.linear).toMatchObject({
      standing: 'worse',
      comparison: { first: 'Net', difference: expect.closeTo(-0.2, 2) as number },
    })
  })

  it('says that nothing beats guessing, unless a reference does', () => {
    const noise = [network('Net', folds(0.51, 0.1, 0))]
    const dummy = reference('dummy', folds(0.5, 0.01, 0))
    expect(judge(noise, [dummy, reference('linear', folds(0.49, 0.1, 2))])?.guessing).toBeDefined()
    expect(judge(noise, [dummy, reference('linear', folds(0.9, 0.02, 2))])?.guessing).toBeUndefined()
  })

  it('has nothing to say without references or networks', () => {
    expect(judge([network('Net', folds(0.9, 0.02, 0))], [])).toBeUndefined()
    expect(judge([], [reference('dummy', folds(0.5, 0.01, 0))])).toBeUndefined()
  })
})
