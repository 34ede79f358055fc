import { mean, sampleStd } from '../../statistics/descriptive.ts'
import { modifiedZ } from '../../statistics/modifiedZ.ts'
import { tSurvival } from '../../statistics/tDistribution.ts'
import type { Check } from './check.ts'
import { rounded } from './check.ts'

const FAR = 3
const FEWEST_FOLDS = 5
/** Chance that any fold of a run without outliers is named. */
const FALSE_ALARMS = 0.01

/** A fold that scores unlike all others. */
export const foldsDisagree: Check = {
  code: 'HC003',
  severity: 'problem',
  title: 'A fold scores very unlike the others',
  detection:
    'A fold’s ranking score has a modified z-score (distance from the median over 1.4826 times the median absolute deviation) of more than 3, and lies further from the other folds than a t-distribution lets any fold of the run lie in 1 of 100 runs. At least five folds.',
  reason: 'The mean hides that the model fails on some rows: a group, a period, a source or damaged rows.',
  advice: 'Compare the rows of that fold with the others; keep groups together with group-k-fold.',
  find: ({ fits, ranking, heldOut }) => {
    const scored = fits.flatMap((fit) => {
      const score = fit.scores[ranking.name]
      return typeof score === 'number' ? [{ ...fit, score }] : []
    })
    if (scored.length < FEWEST_FOLDS) return null
    const z = modifiedZ(scored.map(({ score }) => score))
    const suspects = scored.flatMap((fit, i) => {
      const others = scored.filter((other) => other !== fit).map(({ score }) => score)
      return Math.abs(z[i]) > FAR && isFarFrom(others, fit.score, fit.testRows, ranking.isFraction)
        ? [{ fit, z: z[i] }]
        : []
    })
    if (suspects.length === 0) return null
    const worst = suspects.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a))
    const rows = heldOut.fits.find(({ repeat, fold }) => repeat === worst.fit.repeat && fold === worst.fit.fold)?.rows
    return {
      evidence: {
        folds: suspects.length,
        repeat: worst.fit.repeat + 1,
        fold: worst.fit.fold + 1,
        score: rounded(worst.fit.score),
        ...(Number.isFinite(worst.z) && { modifiedZ: rounded(worst.z) }),
      },
      ...(rows && { action: { kind: 'rows', rows: [...rows].slice(0, 1000) } }),
    }
  },
}

/** Beyond what one more draw from the other folds' distribution would be; a share of rows has at least its binomial error. */
function isFarFrom(others: readonly number[], score: number, rows: number, isFraction: boolean): boolean {
  const center = mean(others)
  const share = Math.min(1, Math.max(0, center))
  const binomial = isFraction && rows > 0 ? Math.sqrt((share * (1 - share)) / rows) : 0
  const deviation = Math.max(sampleStd(others), binomial) * Math.sqrt(1 + 1 / others.length)
  if (deviation === 0) return score !== center
  const t = Math.abs(score - center) / deviation
  return 2 * tSurvival(t, others.length - 1) < FALSE_ALARMS / (others.length + 1)
}

/** Folds that diverged. */
export const divergedFolds: Check = {
  code: 'HC004',
  severity: 'problem',
  title: 'Training diverged in some folds',
  detection: 'At least one fold ended with a loss that is not a finite number.',
  reason: 'Diverged folds have no score: the mean is over the others only, and is too good if the hard folds diverged.',
  advice: 'Use a smaller learning rate, clip gradients, or scale the features.',
  find: ({ fits, heldOut }) => {
    const count = Math.max(fits.filter(({ isDiverged }) => isDiverged).length, heldOut.missing.length)
    return count === 0 ? null : { evidence: { diverged: count, folds: fits.length } }
  },
}
