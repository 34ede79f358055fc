import type { Figure } from '../../figures/figure.ts'
import { numberText, spreadText } from '../../figures/numberText.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { rocCurves } from '../rocCurve.ts'
import type { RocCurves } from '../rocCurve.ts'
import { curveSeries } from './curveSeries.ts'

/** What page and report both say. */
const TITLE_IN_CHINESE = 'ROC 曲线'
const HOW_IN_CHINESE = '每个点是一个阈值：纵轴为找到的阳性行比例，横轴为误报比例。面积 0.5 等于猜测，1 为完美。'

/** How it is drawn. */
export const rocCurveDrawing = {
  id: 'rocCurve',
  views: ['errors', 'curves'],
  figures: rocCurveFigures,
  titles: { rocCurve: { zh: TITLE_IN_CHINESE } },
  inChinese: { 'False positive rate': '假阳性率', 'True positive rate': '真阳性率', chance: '随机' },
  howToRead: {
    en: 'Each point is a threshold: up, the share of positive rows found; right, the share of false alarms. An area of 0.5 is guessing, 1 is perfect.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'rocCurve', RocCurves>

/** True against false positive rate at every threshold. */
export const rocCurveRow: Diagnostic<'rocCurve', RocCurves> = {
  id: 'rocCurve',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut }) => rocCurves(heldOut),
  drawing: rocCurveDrawing,
  section: {
    title: 'ROC curve',
    howToRead:
      'Each point is a threshold: how many of the positive rows are found (up) at the price of how many false alarms (right). The area is the chance that a positive row scores above a negative one; 0.5 is guessing.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
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
export function rocCurveFigures(results: readonly Named<RocCurves>[]): readonly Figure[] {
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
