import type { Scores } from './scores.ts'
import { accuracyOf, balancedAccuracyOf, classScores, confusionMatrix, kappaOf, mccOf } from './confusionMatrix.ts'
import { averagePrecision, rocAuc } from './curves.ts'
import { definedScores } from './definedScores.ts'
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
): Scores {
  const counts = confusionMatrix(labels, predictBinary(probabilities), 2)
  const { precision, recall, f1 } = classScores(counts)[1]
  return definedScores({
    accuracy: accuracyOf(counts),
    balancedAccuracy: balancedAccuracyOf(counts),
    precision,
    recall,
    f1,
    rocAuc: rocAuc(labels, probabilities),
    averagePrecision: averagePrecision(labels, probabilities),
    logLoss: binaryLogLoss(labels, probabilities, epsilon),
    brier: brierScore(labels, probabilities),
    mcc: mccOf(counts),
    kappa: kappaOf(counts),
  })
}

function binaryLogLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>, epsilon: number): number {
  let total = 0
  for (let i = 0; i < labels.length; i++) {
    total += surprise(labels[i] === 1 ? probabilities[i] : 1 - probabilities[i], epsilon)
  }
  return total / labels.length
}

function brierScore(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < labels.length; i++) total += (probabilities[i] - labels[i]) ** 2
  return total / labels.length
}
