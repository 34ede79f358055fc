import { mean, sampleStd } from '../../statistics/descriptive.ts'
import type { Check, CheckInput } from './check.ts'
import type { CheckedFit } from './checkedFit.ts'
import { rounded } from './check.ts'

const LARGE_GAP = 0.1
/** Held-out loss over training loss from which a regression overfits. */
const LARGE_RATIO = 2
/** Standard errors that a gap must exceed. */
const SURE = 3
const NO_BETTER = 0.02

/** Much better on the rows it learned from than on held-out ones. */
export const overfitting: Check = {
  code: 'HC001',
  severity: 'problem',
  title: 'The model is much better on its training rows than on held-out ones',
  detection:
    'Of classes: in the last epoch (or the best, with early stopping) accuracy on training rows exceeds that on held-out rows by more than 0.1 on average over folds, and by more than three standard errors. Of numbers: the held-out loss is more than twice the training loss, as surely.',
  reason:
    'The model has learned the training rows by heart. Its held-out score is still honest, but a simpler or more regularized model will probably score better.',
  advice: 'Use dropout, a max-norm constraint, weight decay, fewer units, or early stopping; or collect more rows.',
  find: ({ task, fits }) => {
    const gaps = fits.flatMap((fit) => gapOf(fit, task === 'regression' ? 'loss' : 'accuracy'))
    if (gaps.length === 0) return null
    const training = mean(gaps.map((gap) => gap.training))
    const heldOut = mean(gaps.map((gap) => gap.heldOut))
    const isLarge = task === 'regression' ? heldOut > LARGE_RATIO * training : training - heldOut > LARGE_GAP
    const differences = gaps.map((gap) => Math.abs(gap.training - gap.heldOut))
    const error = gaps.length > 1 ? sampleStd(differences) / Math.sqrt(gaps.length) : 0
    if (!isLarge || mean(differences) <= SURE * error) return null
    return {
      evidence: {
        metric: task === 'regression' ? 'loss' : 'accuracy',
        training: rounded(training),
        heldOut: rounded(heldOut),
        folds: gaps.length,
      },
      action: { kind: 'set', path: 'training.earlyStopping', value: { patience: 20 } },
    }
  },
}

/** No better than always predicting the most frequent class or the mean. */
export const underfitting: Check = {
  code: 'HC002',
  severity: 'problem',
  title: 'The model is no better than a constant prediction, on training rows too',
  detection:
    'Of classes: accuracy on training and on held-out rows is at most 0.02 above the share of the largest class. Of numbers: held-out R² is at most 0.02 and the training loss has fallen by less than a tenth.',
  reason: 'The model has learned nothing: either it cannot, or the features say nothing about the target.',
  advice: 'Use more units or layers, a larger learning rate, more epochs, scaled features; or check the target column.',
  find: ({ task, fits, heldOut, classes }) =>
    task === 'regression' ? flatRegression(fits) : majorityOnly(fits, heldOut, classes.length),
}

function majorityOnly(fits: readonly CheckedFit[], heldOut: CheckInput['heldOut'], classes: number) {
  const gaps = fits.flatMap((fit) => gapOf(fit, 'accuracy'))
  if (gaps.length === 0) return null
  const counts = new Float64Array(classes)
  for (const fit of heldOut.fits) for (const label of fit.truth) counts[label] += 1
  const rows = counts.reduce((sum, count) => sum + count, 0)
  const constant = Math.max(...counts) / rows
  const training = mean(gaps.map((gap) => gap.training))
  const heldOutAccuracy = mean(gaps.map((gap) => gap.heldOut))
  if (heldOutAccuracy > constant + NO_BETTER || training > constant + NO_BETTER) return null
  return { evidence: { constant: rounded(constant), training: rounded(training), heldOut: rounded(heldOutAccuracy) } }
}

function flatRegression(fits: readonly CheckedFit[]) {
  const scores = fits.flatMap(({ scores: { r2 } }) => (typeof r2 === 'number' ? [r2] : []))
  const falls = fits.flatMap(({ history: { loss = [] } }) =>
    loss.length > 1 && loss[0] > 0 ? [1 - loss[loss.length - 1] / loss[0]] : [],
  )
  if (scores.length === 0 || falls.length === 0 || mean(scores) > NO_BETTER || mean(falls) > 0.1) return null
  return { evidence: { r2: rounded(mean(scores)), lossFell: rounded(mean(falls)) } }
}

/** A metric on training and held-out rows at the epoch whose weights are kept. */
function gapOf({ history, bestEpoch }: CheckedFit, metric: 'loss' | 'accuracy') {
  const training = at(history[metric], bestEpoch)
  const heldOut = at(history[metric === 'loss' ? 'valLoss' : 'valAccuracy'], bestEpoch)
  return training === undefined || heldOut === undefined ? [] : [{ training, heldOut }]
}

function at(series: readonly number[] | undefined, epoch: number | undefined): number | undefined {
  const value = series?.[(epoch ?? series.length) - 1]
  return value !== undefined && Number.isFinite(value) ? value : undefined
}
