import type { Figure } from '../../figures/figure.ts'
import { numberText, spreadText } from '../../figures/numberText.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic, DiagnosticResults, Named } from '../diagnostic.ts'
import { rocCurves } from '../rocCurve.ts'
import type { RocCurves } from '../rocCurve.ts'
import { curveSeries } from './curveSeries.ts'

/** True against false positive rate at every threshold. */
export const rocCurveRow: Diagnostic<'rocCurve'> = {
  id: 'rocCurve',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut }) => rocCurves(heldOut),
  figures: rocCurveFigures,
  section: {
    title: 'ROC curve',
    howToRead:
      'Each point is a threshold: how many of the positive rows are found (up) at the price of how many false alarms (right). The area is the chance that a positive row scores above a negative one; 0.5 is guessing.',
    tables: ({ classes }) => [
      {
        head: ['class', 'area, mean ± SD of folds', 'area, all rows'],
        rows: classes.map(({ label, area }) => [label, spreadText(area), numberText(area.pooled)]),
      },
    ],
    notes: undefinedNotes,
  },
  json: ({ classes, auc }) => {
    const { mean, std, pooled, byFold } = auc
    const shared = { auc: { mean, std, pooled, byFold } }
    if (classes.length === 1) return { ...classes[0].pooled, ...shared }
    return {
      ...shared,
      classes: classes.map(({ label, pooled: points, area }) => ({
        label,
        ...points,
        auc: { mean: area.mean, std: area.std, pooled: area.pooled },
      })),
    }
  },
}

function undefinedNotes({ undefinedFolds }: RocCurves): readonly string[] {
  if (undefinedFolds === 0) return []
  const folds = undefinedFolds === 1 ? '1 fold has' : `${String(undefinedFolds)} folds have`
  return [`${folds} no ROC curve, because a class has no held-out row there. They are left out of the mean.`]
}

/** The figures of one or several candidates. */
export function rocCurveFigures(results: readonly Named<DiagnosticResults['rocCurve']>[]): readonly Figure[] {
  return [
    {
      id: 'rocCurve',
      title: 'ROC curve',
      alt: `ROC curves of held-out rows: ${results.map(({ name, result }) => `${name}, area ${spreadText(result.auc)}`).join('; ')}`,
      x: { title: 'False positive rate', low: 0, high: 1 },
      y: { title: 'True positive rate', low: 0, high: 1 },
      series: [
        { name: 'chance', style: 0, kind: 'line', role: 'reference', x: [0, 1], y: [0, 1] },
        ...curveSeries(results, ({ fpr, tpr }) => [fpr, tpr]),
      ],
      isSquare: true,
    },
  ]
}
