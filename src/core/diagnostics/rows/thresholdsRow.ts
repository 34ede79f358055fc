import { numberText, spreadText } from '../../figures/numberText.ts'
import { chosenThresholds } from '../chosenThresholds.ts'
import type { ChosenThreshold } from '../chosenThresholds.ts'
import type { Diagnostic } from '../diagnostic.ts'

const TITLES = {
  half: ['one half', 'accuracy'],
  f1: ['best F1', 'F1'],
  youden: ['best Youden’s J', 'Youden’s J'],
  cost: ['lowest cost', 'mean cost of a row'],
} as const

/** Thresholds by rule, with what they are worth on rows that had no part in the choice. */
export const thresholdsRow: Diagnostic<'thresholds', readonly ChosenThreshold[]> = {
  id: 'thresholds',
  tasks: ['binary'],
  needs: 'predictions',
  compute: ({ heldOut, settings }) => chosenThresholds(heldOut, settings.costs),
  section: {
    title: 'Thresholds',
    howToRead:
      'A threshold chosen on the rows it is scored on looks better than it is. The cross-fitted score is that of a fold at the threshold chosen on the other folds: expect this one on new rows.',
    inChinese: {
      title: '阈值',
      howToRead:
        '在打分的行上选取的阈值看起来比实际更好。交叉拟合的得分是某折在其余折选取的阈值下的得分：新数据上可期望的是它。',
    },
    hasOwnCells: true,
    tables: (chosen) => [
      {
        head: ['rule', 'threshold', 'score', 'on the same rows', 'by fold', 'cross-fitted'],
        rows: chosen.map(({ rule, threshold, score, foldScore, crossFittedScore, crossFittedStd }) => [
          TITLES[rule][0],
          numberText(threshold),
          TITLES[rule][1],
          numberText(score),
          spreadText(foldScore),
          spreadText({ mean: crossFittedScore, std: crossFittedStd }),
        ]),
      },
    ],
  },
  json: (chosen) => chosen,
}
