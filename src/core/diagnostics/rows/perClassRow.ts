import { numberText, percentText, spreadText } from '../../figures/numberText.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { perClass } from '../perClass.ts'
import type { ClassMeans, PerClass } from '../perClass.ts'

/** Precision, recall, F1 and area of each class. */
export const perClassRow: Diagnostic<'perClass', PerClass> = {
  id: 'perClass',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut, settings }) => perClass(heldOut, settings.threshold),
  section: {
    title: 'Scores of each class',
    howToRead:
      'Precision: of the rows predicted as the class, how many are. Recall: of the rows of the class, how many were found. F1 balances the two. AUC: how well its probability ranks its rows above all others.',
    inChinese: {
      title: '各类别的得分',
      howToRead:
        '精确率：预测为该类别的行中有多少确实是。召回率：该类别的行中找到了多少。F1 兼顾两者。AUC：其概率把该类别的行排在其余行之前的程度。',
    },
    tables: ({ classes, macro, weighted }) => [
      {
        head: ['class', 'rows', 'precision', 'recall', 'F1', 'AUC', 'recall over folds'],
        rows: [
          ...classes.map(({ label, support, precision, recall, f1, auc, overFolds }) => [
            label,
            numberText(support),
            percentText(precision),
            percentText(recall),
            percentText(f1),
            numberText(auc),
            spreadText(overFolds.recall),
          ]),
          meansRow('mean of classes', macro),
          meansRow('weighted by rows', weighted),
        ],
      },
    ],
  },
  json: (result) => result,
}

function meansRow(name: string, { precision, recall, f1, auc }: ClassMeans): string[] {
  return [name, '', percentText(precision), percentText(recall), percentText(f1), numberText(auc), '']
}
