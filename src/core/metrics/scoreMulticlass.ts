import type { Scores } from './scores.ts'
import type { ClassScores } from './confusionMatrix.ts'
import { accuracyOf, balancedAccuracyOf, classScores, confusionMatrix, mccOf } from './confusionMatrix.ts'
import { mean } from '../statistics/descriptive.ts'
import { rocAuc } from './curves.ts'
import { definedScores } from './definedScores.ts'
import { weightedMean, type Scoring } from './scoring.ts'
import { CLIP, clipOf, surprise } from './logLoss.ts'

/** The likeliest class of each row, the first of several. */
export function predictMulticlass(probabilities: readonly ArrayLike<number>[]): Int32Array {
  return Int32Array.from(probabilities, likeliest)
}

/**
 * All scores of a multiclass task. Undefined ones, such as areas under ROC curves where a class does not occur, are
 * `null`.
 *
 * @param labels class codes.
 * @param probabilities for each row one probability per class.
 */
export function scoreMulticlass(
  labels: ArrayLike<number>,
  probabilities: readonly ArrayLike<number>[],
  epsilon = probabilities.length > 0 ? clipOf(probabilities[0]) : CLIP.float64,
  { weights }: Scoring = {},
): Scores {
  const classes = probabilities[0]?.length ?? 0
  const predictions = predictMulticlass(probabilities)
  const counts = confusionMatrix(labels, predictions, classes, weights)
  // scikit-learn averages over the classes that occur, among the labels or the predictions, whatever they weigh.
  const occurring = new Set([...Array.from(labels), ...predictions])
  const scores = classScores(counts).filter((_, code) => occurring.has(code))
  const meanOf = (values: readonly number[]): number => (weights ? weightedMean(values, weights) : mean(values))
  return definedScores({
    accuracy: accuracyOf(counts),
    balancedAccuracy: balancedAccuracyOf(counts),
    f1Macro: mean(scores.map(({ f1 }) => f1)),
    f1Weighted: weightedF1(scores),
    precisionMacro: mean(scores.map(({ precision }) => precision)),
    recallMacro: mean(scores.map(({ recall }) => recall)),
    logLoss: meanOf(probabilities.map((row, i) => surprise(row[labels[i]], epsilon))),
    rocAucOvrMacro: oneVersusRest(labels, probabilities, classes, weights),
    mcc: labels.length === 0 ? null : mccOf(counts),
    top2: meanOf(probabilities.map((row, i) => (isAmongTop(row, labels[i], 2) ? 1 : 0))),
  })
}

function weightedF1(scores: readonly ClassScores[]): number {
  const total = scores.reduce((sum, { support }) => sum + support, 0)
  return scores.reduce((sum, { f1, support }) => sum + f1 * support, 0) / total
}

function oneVersusRest(
  labels: ArrayLike<number>,
  probabilities: readonly ArrayLike<number>[],
  classes: number,
  weights: ArrayLike<number> | undefined,
): number | null {
  const areas = Array.from({ length: classes }, (_, k) =>
    rocAuc(
      Uint8Array.from(labels, (label) => (label === k ? 1 : 0)),
      Float64Array.from(probabilities, (row) => row[k]),
      weights,
    ),
  )
  const defined = areas.filter((area) => area !== null)
  return defined.length === classes ? mean(defined) : null
}

function likeliest(probabilities: ArrayLike<number>): number {
  let best = 0
  for (let k = 1; k < probabilities.length; k++) if (probabilities[k] > probabilities[best]) best = k
  return best
}

// Of equal probabilities the later class ranks higher, as in scikit-learn's `top_k_accuracy_score`.
function isAmongTop(probabilities: ArrayLike<number>, label: number, k: number): boolean {
  let above = 0
  for (let other = 0; other < probabilities.length; other++) {
    const difference = probabilities[other] - probabilities[label]
    if (difference > 0 || (difference === 0 && other > label)) above++
  }
  return above < k
}
