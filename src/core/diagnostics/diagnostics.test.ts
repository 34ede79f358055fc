import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mccOf } from '../metrics/confusionMatrix.ts'
import { modifiedZ } from '../statistics/modifiedZ.ts'
import { brierScore, classCalibration } from './calibration.ts'
import { cellScores, cellsOf, matrixOf } from './cellScores.ts'
import { bestThreshold, chosenThresholds } from './chosenThresholds.ts'
import { confusionMatrices, countConfusion, sharesOfColumns, sharesOfRows } from './confusionMatrix.ts'
import { heldOutOf } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'
import { perClass } from './perClass.ts'
import { averagePrecisionOf, precisionRecallCurves, precisionRecallPoints } from './precisionRecallCurve.ts'
import { residuals } from './residuals.ts'
import { rocArea, rocCurves, rocPoints } from './rocCurve.ts'
import { countsAt, thresholdCounts } from './thresholdCounts.ts'
import { EVEN_COSTS, THRESHOLD_RULES } from './thresholdRules.ts'

interface BinaryCase {
  readonly name: string
  readonly y: number[]
  readonly p: number[]
  readonly weights?: number[]
  readonly folds?: number[]
  readonly roc: { fpr: number[]; tpr: number[]; thresholds: (number | null)[]; auc: number }
  readonly precisionRecall: { precision: number[]; recall: number[]; thresholds: number[]; averagePrecision: number }
  readonly calibration_uniform?: { meanPredicted: number[]; fractionOfPositives: number[] }
  readonly calibration_quantile?: { meanPredicted: number[]; fractionOfPositives: number[] }
  readonly expectedCalibrationError10?: number
  readonly brier: number
  readonly at: {
    threshold: number
    confusion: number[][]
    precision: number
    recall: number
    f1: number
    mcc: number
  }[]
  readonly best: Record<'youden' | 'f1', { threshold: number; value: number }>
}
interface CrossFitCase {
  readonly name: string
  readonly y: number[]
  readonly p: number[]
  readonly folds: number[]
  readonly folds_chosen: { fold: number; threshold: number; f1: number; accuracy: number }[]
}
interface MultiCase {
  readonly name: string
  readonly y: number[]
  readonly p: number[][]
  readonly confusion: number[][]
  readonly confusionByRow: number[][]
  readonly confusionByColumn: number[][]
  readonly perClass: Record<'precision' | 'recall' | 'f1' | 'support', number[]>
  readonly oneVsRest: { auc: number; averagePrecision: number; brier: number }[]
  readonly aucOvo: number
}
interface RegressionCase {
  readonly name: string
  readonly y: number[]
  readonly p: number[]
  readonly folds: number[]
  readonly residualMean: number
  readonly residualSd: number
  readonly skewness: number
  readonly kurtosis: number
  readonly shapiro: { w: number; p: number }
  readonly qq: { theoretical: number[]; ordered: number[] }
  readonly spearmanAbsResidualPrediction: number
  readonly halfWidth90: number
  readonly meanAbsolutePercentageError: number
  readonly pinball10: number
  readonly maxError: number
}
const reference = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/diagnostics.json', import.meta.url), 'utf8'),
) as {
  binary: BinaryCase[]
  thresholdCrossFit: CrossFitCase[]
  multiclass: MultiCase[]
  regression: RegressionCase[]
  modifiedZ: { scores: number[]; z: number[] }[]
}

/** To 1e-9, number by number, whatever the nesting. */
function expectClose(received: unknown, expected: unknown): void {
  if (Array.isArray(expected)) {
    expect((received as unknown[]).length).toBe(expected.length)
    expected.forEach((value, i) => expectClose((received as unknown[])[i], value))
  } else if (expected === null) expect(received).toBeNull()
  else expect(Math.abs((received as number) - (expected as number))).toBeLessThan(1e-9)
}

/** Held-out predictions as a run keeps them, one fit for each fold. */
function heldOut(
  task: HeldOut['task'],
  y: readonly number[],
  p: readonly (number | number[])[],
  folds: readonly number[],
) {
  const names = [...new Set(folds)].sort((a, b) => a - b)
  const classes = task === 'regression' ? [] : [...new Set(y)].sort((a, b) => a - b).map((code) => `c${String(code)}`)
  return heldOutOf(
    { task, classes, truth: y },
    names.map((fold) => {
      const rows = y.flatMap((_, row) => (folds[row] === fold ? [row] : []))
      return { repeat: 0, fold, predictions: { rows, values: rows.flatMap((row) => p[row]) } }
    }),
  )
}

describe.each(reference.binary)('two classes: $name', (one) => {
  const counts = thresholdCounts(one.y, Float64Array.from(one.p), one.weights)

  it('has the ROC curve and area of scikit-learn', () => {
    const points = rocPoints(counts)
    expectClose(points?.fpr, one.roc.fpr)
    expectClose(points?.tpr, one.roc.tpr)
    expectClose(points?.thresholds, one.roc.thresholds)
    expectClose(rocArea(counts), one.roc.auc)
  })

  it('has its precision-recall curve and average precision', () => {
    const points = precisionRecallPoints(counts)
    expectClose(points?.precision, one.precisionRecall.precision)
    expectClose(points?.recall, one.precisionRecall.recall)
    expectClose(points?.thresholds.slice(0, -1), one.precisionRecall.thresholds)
    expectClose(averagePrecisionOf(counts), one.precisionRecall.averagePrecision)
  })

  it('has its scores at every threshold', () => {
    for (const at of one.at) {
      const cells = cellsOf(countsAt(counts, at.threshold), counts)
      expectClose(matrixOf(cells), at.confusion)
      const scores = cellScores(cells)
      for (const name of ['precision', 'recall', 'f1', 'mcc'] as const) expectClose(scores[name], at[name])
      const predicted = one.p.map((probability) => (probability >= at.threshold ? 1 : 0))
      expectClose(countConfusion(one.y, predicted, 2, one.weights), at.confusion)
      expectClose(mccOf(matrixOf(cells)), at.mcc)
    }
  })

  it('chooses its thresholds, the lowest of equals', () => {
    for (const name of ['youden', 'f1'] as const) {
      const rule = THRESHOLD_RULES.find((row) => row.name === name)
      const best = rule && bestThreshold(counts, rule, EVEN_COSTS)
      expect(best?.threshold).toBe(one.best[name].threshold)
      expectClose(best?.score, one.best[name].value)
    }
  })

  it('is calibrated as scikit-learn has it', () => {
    const probabilities = Float64Array.from(one.p)
    expectClose(brierScore(one.y, probabilities, one.weights), one.brier)
    if (one.weights) return
    for (const binning of ['uniform', 'quantile'] as const) {
      const { bins, decomposition, brier } = classCalibration(one.y, probabilities, binning, 10)
      expectClose(
        bins.map((bin) => bin.meanPredicted),
        one[`calibration_${binning}`]?.meanPredicted,
      )
      expectClose(
        bins.map((bin) => bin.fractionOfPositives),
        one[`calibration_${binning}`]?.fractionOfPositives,
      )
      expectClose(decomposition.calibration + decomposition.refinement + decomposition.withinBins, brier)
    }
    expectClose(
      classCalibration(one.y, probabilities, 'uniform', 7).expectedCalibrationError,
      one.expectedCalibrationError10,
    )
  })
})

it.each(reference.thresholdCrossFit)('cross-fits thresholds: $name', ({ y, p, folds, folds_chosen }) => {
  const chosen = chosenThresholds(heldOut('binary', y, p, folds), EVEN_COSTS).find(({ rule }) => rule === 'f1')
  expect(chosen?.crossFitted.map(({ fold, threshold }) => [fold, threshold])).toEqual(
    folds_chosen.map(({ fold, threshold }) => [fold, threshold]),
  )
  expectClose(
    chosen?.crossFitted.map(({ score }) => score),
    folds_chosen.map(({ f1 }) => f1),
  )
  const mean = folds_chosen.reduce((sum, { f1 }) => sum + f1, 0) / folds_chosen.length
  expectClose(chosen?.crossFittedScore, mean)
})

describe.each(reference.multiclass)('several classes: $name', (one) => {
  const out = heldOut(
    'multiclass',
    one.y,
    one.p,
    one.y.map((_, row) => row % 3),
  )

  it('has the confusion matrix of scikit-learn', () => {
    const { counts, byFold, mean } = confusionMatrices(out, 0.5)
    expectClose(counts, one.confusion)
    expectClose(sharesOfRows(counts), one.confusionByRow)
    expectClose(sharesOfColumns(counts), one.confusionByColumn)
    expect(byFold).toHaveLength(3)
    expectClose(
      mean.map((row) => row.map((value) => value * 3)),
      one.confusion,
    )
  })

  it('has its scores class by class', () => {
    const { classes, aucOneVersusOne } = perClass(out, 0.5)
    for (const name of ['precision', 'recall', 'f1', 'support'] as const)
      expectClose(
        classes.map((report) => report[name]),
        one.perClass[name],
      )
    expectClose(
      classes.map(({ auc }) => auc),
      one.oneVsRest.map(({ auc }) => auc),
    )
    expectClose(
      rocCurves(out).classes.map(({ area }) => area.pooled),
      one.oneVsRest.map(({ auc }) => auc),
    )
    expectClose(
      precisionRecallCurves(out).classes.map(({ area }) => area.pooled),
      one.oneVsRest.map(({ averagePrecision }) => averagePrecision),
    )
    expectClose(aucOneVersusOne, one.aucOvo)
  })
})

it.each(reference.regression)('residuals: $name', (one) => {
  const found = residuals(heldOut('regression', one.y, one.p, one.folds))
  expectClose(found.mean, one.residualMean)
  expectClose(found.sd, one.residualSd)
  expectClose(found.skewness, one.skewness)
  expectClose(found.kurtosis, one.kurtosis)
  expectClose([found.shapiro?.w, found.shapiro?.p], [one.shapiro.w, one.shapiro.p])
  expectClose(found.qq.theoretical, one.qq.theoretical)
  expectClose(found.qq.ordered, one.qq.ordered)
  expectClose(found.spreadWithPrediction, one.spearmanAbsResidualPrediction)
  expectClose(found.interval.halfWidth, one.halfWidth90)
  expectClose(found.meanAbsolutePercentageError, one.meanAbsolutePercentageError)
  expectClose(found.pinball10, one.pinball10)
  expectClose(found.maxError, one.maxError)
})

it('has modified z-scores', () => {
  for (const { scores, z } of reference.modifiedZ) expectClose(modifiedZ(scores), z)
})
