import type { Scores } from './scores.ts'
import { accuracyOf, balancedAccuracyOf, classScores, confusionMatrix, kappaOf, mccOf } from './confusionMatrix.ts'
import { averagePrecision, averagePrecisionOf, countAtThresholds, rocAreaOf } from './curves.ts'
import { definedScores } from './definedScores.ts'
import type { Scoring } from './scoring.ts'
import { clipOf, surprise } from './logLoss.ts'

/** Class 1 where its probability is above one half, as Keras's binary accuracy has it. */
export function predictBinary(probabilities: ArrayLike<number>): Int32Array {
  return Int32Array.from(probabilities, (probability) => (probability > 0.5 ? 1 : 0))
}

/**
 * All scores of a binary task. Undefined ones, such as the area under the ROC curve of a single class, are `null`.
 *
 * @param labels 0 or 1.
 * @param probabilities P(class 1); a `Float32Array` is clipped for the log loss as single precision, as in scikit-learn.
 */
export function scoreBinary(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  epsilon = clipOf(probabilities),
  { positive = 1, weights, only }: Scoring = {},
): Scores {
  const counts = confusionMatrix(labels, predictBinary(probabilities), 2, weights)
  const { precision, recall, f1 } = classScores(counts)[positive]
  const isRanked = !only || only.includes('rocAuc') || only.includes('averagePrecision')
  const ranked = isRanked ? rankedScores(labels, probabilities, { positive, ...(weights && { weights }) }) : {}
  return definedScores({
    accuracy: accuracyOf(counts),
    balancedAccuracy: balancedAccuracyOf(counts),
    precision,
    recall,
    f1,
    ...ranked,
    logLoss: binaryLogLoss(labels, probabilities, epsilon, weights),
    brier: brierScore(labels, probabilities, weights),
    mcc: mccOf(counts),
    kappa: kappaOf(counts),
  })
}

function rankedScores(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { positive, weights }: Scoring,
): { readonly rocAuc: number | null; readonly averagePrecision: number | null } {
  const ranked = countAtThresholds(labels, probabilities, weights)
  return {
    rocAuc: rocAreaOf(ranked),
    averagePrecision:
      positive === 0 ? averagePrecisionOfClass0(labels, probabilities, weights) : averagePrecisionOf(ranked),
  }
}

/** The order of P(class 0) is that of P(class 1) backwards, without a rounding that could make ties. */
function averagePrecisionOfClass0(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): number | null {
  const flipped = Uint8Array.from(labels, (label) => 1 - label)
  const scores = Float64Array.from(probabilities, (probability) => -probability)
  return averagePrecision(flipped, scores, weights)
}

function binaryLogLoss(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  epsilon: number,
  weights: ArrayLike<number> | undefined,
): number {
  return meanOverRows(labels.length, weights, (i) =>
    surprise(labels[i] === 1 ? probabilities[i] : 1 - probabilities[i], epsilon),
  )
}

function brierScore(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): number {
  return meanOverRows(labels.length, weights, (i) => (probabilities[i] - labels[i]) ** 2)
}

function meanOverRows(rows: number, weights: ArrayLike<number> | undefined, of: (row: number) => number): number {
  let [sum, total] = [0, 0]
  for (let i = 0; i < rows; i++) {
    const weight = weights?.[i] ?? 1
    sum += of(i) * weight
    total += weight
  }
  return sum / total
}
