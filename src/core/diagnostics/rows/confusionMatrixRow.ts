import { percentText, numberText } from '../../figures/numberText.ts'
import { confusionMatrices, sharesOfRows } from '../confusionMatrix.ts'
import type { ConfusionMatrices } from '../confusionMatrix.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic, SectionTable } from '../diagnostic.ts'

/** Rows by true and predicted class. */
export const confusionMatrixRow: Diagnostic<'confusionMatrix', ConfusionMatrices> = {
  id: 'confusionMatrix',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut, settings }) => confusionMatrices(heldOut, settings.threshold),
  // Its table is its figure.
  section: {
    title: 'Confusion matrix',
    howToRead:
      'Each line is a true class, each column a predicted one: rows on the diagonal are right. Counts are of all held-out rows, with mean ± standard deviation over folds and the share of the true class.',
    inChinese: {
      title: '混淆矩阵',
      howToRead:
        '每一行是真实类别，每一列是预测类别：对角线上的行预测正确。计数来自全部留出行，括号内为各折均值 ± 标准差和占真实类别的比例。',
    },
    tables,
    notes: ({ repeats }) =>
      repeats > 1 ? [`Every row is held out ${String(repeats)} times; counts are means over the repeats.`] : [],
  },
  json: ({ labels, counts, byFold, folds, mean, std, repeats }) => ({
    labels,
    counts,
    byFold,
    folds,
    mean,
    std,
    repeats,
  }),
}

function tables({ labels, counts, mean, std }: ConfusionMatrices): readonly SectionTable[] {
  const shares = sharesOfRows(counts)
  const cell = (truth: number, predicted: number): string =>
    `${numberText(counts[truth][predicted])} (${numberText(mean[truth][predicted])} ± ${numberText(std[truth][predicted])}; ${percentText(shares[truth][predicted])})`
  return [
    {
      head: ['truth', ...labels.map((label) => `predicted ${label}`), 'rows'],
      rows: labels.map((label, truth) => [
        label,
        ...labels.map((_, predicted) => cell(truth, predicted)),
        numberText(counts[truth].reduce((sum, count) => sum + count, 0)),
      ]),
    },
  ]
}
