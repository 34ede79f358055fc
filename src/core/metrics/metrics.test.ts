import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { confusionMatrix } from './confusionMatrix.ts'
import { averagePrecision, calibrationCurve, precisionRecallCurve, rocAuc, rocCurve } from './curves.ts'
import { metricNamed, METRICS, metricsOf, needsSeveralRows } from './metrics.ts'
import { predictBinary, scoreBinary } from './scoreBinary.ts'
import { predictMulticlass, scoreMulticlass } from './scoreMulticlass.ts'
import { scoreRegression } from './scoreRegression.ts'

interface Reference {
  readonly binary: Record<string, number> & {
    y: number[]
    score: number[]
    confusion: number[][]
    roc: { fpr: number[]; tpr: number[] }
    pr: { precision: number[]; recall: number[] }
    calibration: { true: number[]; pred: number[] }
  }
  readonly multiclass: Record<string, number> & { y: number[]; proba: number[][]; confusion: number[][] }
  readonly regression: Record<string, number> & { y: number[]; prediction: number[] }
}

const { binary, multiclass, regression } = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/metrics.json', import.meta.url), 'utf8'),
) as Reference

/** Our names of the reference's keys, where they differ by more than their case. */
const NAMES: Readonly<Record<string, string>> = {
  mse: 'meanSquaredError',
  rmse: 'rootMeanSquaredError',
  mae: 'meanAbsoluteError',
  median_ae: 'medianAbsoluteError',
}

function camelCase(key: string): string {
  return NAMES[key] ?? key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function numbersOf(reference: Record<string, unknown>): [string, number][] {
  return Object.entries(reference).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
}

function expectClose(received: readonly number[], expected: readonly number[]): void {
  expect(received.length).toBe(expected.length)
  received.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-9))
}

describe('scores', () => {
  it.each(numbersOf(binary))('equals scikit-learn, binary: %s', (key, expected) => {
    expect(scoreBinary(binary.y, binary.score)[camelCase(key)]).toBeCloseTo(expected, 9)
  })
  it.each(numbersOf(multiclass))('equals scikit-learn, multiclass: %s', (key, expected) => {
    expect(scoreMulticlass(multiclass.y, multiclass.proba)[camelCase(key)]).toBeCloseTo(expected, 9)
  })
  it.each(numbersOf(regression))('equals scikit-learn, regression: %s', (key, expected) => {
    expect(scoreRegression(regression.y, regression.prediction)[camelCase(key)]).toBeCloseTo(expected, 9)
  })

  it('knows which scores are undefined of a single row', () => {
    const scored = [
      ...[0, 1].flatMap((label) => [0.2, 0.8].map((p) => scoreBinary([label], [p]))),
      ...[0, 1, 2].map((label) => scoreMulticlass([label], [[0.5, 0.3, 0.2]])),
      scoreRegression([3], [4]),
      scoreRegression([3], [3]),
    ]
    const isDefined = (name: string) => scored.some((scores) => (scores[name] ?? null) !== null)
    const undefinedOnes = METRICS.filter(({ name }) => !isDefined(name)).map(({ name }) => name)
    expect(undefinedOnes).toEqual(METRICS.map(({ name }) => name).filter(needsSeveralRows))
  })

  it('scores what the table of metrics lists, task by task', () => {
    const names = (task: 'binary' | 'multiclass' | 'regression') =>
      metricsOf(task)
        .map(({ name }) => name)
        .sort()
    expect(Object.keys(scoreBinary(binary.y, binary.score)).sort()).toEqual(names('binary'))
    expect(Object.keys(scoreMulticlass(multiclass.y, multiclass.proba)).sort()).toEqual(names('multiclass'))
    expect(Object.keys(scoreRegression(regression.y, regression.prediction)).sort()).toEqual(names('regression'))
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length)
    expect(metricNamed('logLoss')?.isGreaterBetter).toBe(false)
  })

  it('stands in the experiment file’s guide, task by task and in their order', () => {
    const guide = readFileSync(new URL('../../../docs/experiment-file.md', import.meta.url), 'utf8')
    for (const task of ['binary', 'multiclass', 'regression'] as const) {
      const names = metricsOf(task).map(({ name }) => `\`${name}\``)
      expect(guide).toContain(`| \`${task}\` | ${names.join(', ')} |`)
    }
  })

  it('has a short name and a sentence in both languages, unless it averages a score of classes', () => {
    for (const { name, label, about } of METRICS) {
      expect(label.en, name).not.toBe('')
      expect(label.zh, name).not.toBe('')
      if (about === undefined) expect(name).toMatch(/(Macro|Weighted)$/)
      else expect(Math.min(about.en.length, about.zh.length), name).toBeGreaterThan(5)
    }
  })

  it('clips the log loss of single precision as scikit-learn does for float32', () => {
    expect(scoreBinary([1, 0], Float32Array.of(1, 1)).logLoss).toBeCloseTo(
      (-Math.log(1 - 2 ** -23) - Math.log(2 ** -23)) / 2,
      9,
    )
    expect(scoreBinary([1, 0], [1, 1]).logLoss).toBeCloseTo(-Math.log(2 ** -52) / 2, 9)
  })

  it('is null where undefined, never NaN', () => {
    expect(scoreBinary([1, 1], [0.9, 0.8])).toMatchObject({ accuracy: 1, rocAuc: null, kappa: null, mcc: 0 })
    expect(scoreBinary([0, 0], [0.1, 0.8])).toMatchObject({ averagePrecision: null, precision: 0, recall: 0, f1: 0 })
    expect(
      scoreMulticlass(
        [0, 1],
        [
          [0.8, 0.1, 0.1],
          [0.1, 0.8, 0.1],
        ],
      ),
    ).toMatchObject({ rocAucOvrMacro: null, accuracy: 1 })
    expect(scoreRegression([3], [4])).toMatchObject({ r2: null, explainedVariance: null, meanAbsoluteError: 1 })
    for (const scores of [scoreBinary([], []), scoreMulticlass([], []), scoreRegression([], [])]) {
      expect(new Set(Object.values(scores).filter((score) => score !== 0))).toEqual(new Set([null]))
    }
  })

  it('holds a probability of exactly one half for class 0', () => {
    expect([...predictBinary([0.5, 0.5000001])]).toEqual([0, 1])
  })
})

describe('curves', () => {
  it('equal scikit-learn point by point', () => {
    const roc = rocCurve(binary.y, binary.score)!
    expectClose(roc.falsePositiveRate, binary.roc.fpr)
    expectClose(roc.truePositiveRate, binary.roc.tpr)
    expect(roc.thresholds.length).toBe(roc.truePositiveRate.length)
    const pr = precisionRecallCurve(binary.y, binary.score)!
    expectClose(pr.precision, binary.pr.precision)
    expectClose(pr.recall, binary.pr.recall)
    const calibration = calibrationCurve(binary.y, binary.score)
    expectClose(calibration.observed, binary.calibration.true)
    expectClose(calibration.predicted, binary.calibration.pred)
    expect(calibration.counts.reduce((sum, count) => sum + count, 0)).toBe(binary.y.length)
  })
})

describe('areas', () => {
  it('are those of the points, to the last bit, with ties and weights', () => {
    const labels = Array.from({ length: 300 }, (_, row) => ((row * 7919) % 3 === 0 ? 1 : 0))
    const scores = labels.map((label, row) => Math.round(5 * (Math.sin(row) + label)) / 10)
    const weights = labels.map((_, row) => 0.1 + ((row * 31) % 17))
    for (const given of [undefined, weights]) {
      const roc = rocCurve(labels, scores, given)!
      const steps = roc.falsePositiveRate.map((x, i, all) => (i === 0 ? 0 : x - all[i - 1]))
      const heights = roc.truePositiveRate.map((y, i, all) => (i === 0 ? 0 : y + all[i - 1]))
      expect(rocAuc(labels, scores, given)).toBe(steps.reduce((sum, step, i) => sum + (step * heights[i]) / 2, 0))
      const { precision, recall } = precisionRecallCurve(labels, scores, given)!
      const area = precision.slice(0, -1).reduce((sum, one, i) => sum + (recall[i] - recall[i + 1]) * one, 0)
      expect(averagePrecision(labels, scores, given)).toBe(area)
    }
  })
})

describe('confusionMatrix', () => {
  it('equals scikit-learn', () => {
    expect(confusionMatrix(binary.y, predictBinary(binary.score), 2)).toEqual(binary.confusion)
    expect(confusionMatrix(multiclass.y, predictMulticlass(multiclass.proba), 3)).toEqual(multiclass.confusion)
  })
})
