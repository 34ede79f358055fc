import { metricTexts } from '../../../../core/metrics/metrics.ts'
/** Words of statistics in a sentence each; `name` has those that are named nowhere else. */
export default {
  title: 'Terms',
  about: {
    ...metricTexts('en'),
    specificity: 'Of the negative rows, the share predicted negative.',
    macro: 'Mean over the classes, each counting the same.',
    weighted: 'Mean over the classes, weighted by their rows.',
    loss: 'What training minimizes. Lower is better.',
    residual: 'Truth minus prediction. A mean away from 0 is a bias.',
    youden: 'Recall + specificity − 1.',
    heldOut: 'Rows that neither trained the model nor chose anything for it.',
    std: 'Standard deviation of the score over folds.',
    interval: 'The range of values that these folds are compatible with, at 95 %.',
    better: 'A chance of 95 % or more that it is better by more than the zone, and a corrected t-test with p < 0.05.',
    same: 'A chance of 95 % or more that the difference lies within the zone.',
    noDifference: 'A chance of 75 % or more that the difference lies within the zone.',
    cannotTell: 'None of the other verdicts holds: more repeats or more rows are needed.',
    zone: 'Differences too small to matter: 0.01 for scores between 0 and 1 (one point), else 1 % of the means.',
    tTest:
      'A t-test with a larger variance, as folds share training rows (Nadeau and Bengio). The usual one finds differences too often.',
    adjusted: 'A p value made larger for the number of comparisons: of many, some look different by luck.',
  },
  name: {
    heldOut: 'Held-out rows',
    zone: 'Zone (ROPE)',
    tTest: 'Corrected t-test',
    adjusted: 'Adjusted p',
    macro: 'Macro',
    weighted: 'Weighted',
    residual: 'Residual',
    youden: 'Youden’s J',
    std: 'SD',
    interval: '95 % interval',
  },
}
