import type { Figure } from '../../figures/figure.ts'
import { numberText, spreadText } from '../../figures/numberText.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { precisionRecallCurves } from '../precisionRecallCurve.ts'
import type { PrecisionRecallCurves } from '../precisionRecallCurve.ts'
import { curveSeries } from './curveSeries.ts'

/** What page and report both say. */
const TITLE_IN_CHINESE = '精确率–召回率曲线'
const HOW_IN_CHINESE = '每个点是一个阈值：横轴为找到的阳性行比例，纵轴为判对的报警比例。基线是阳性行的比例。'

/** How it is drawn. */
export const precisionRecallDrawing = {
  id: 'precisionRecallCurve',
  views: ['curves'],
  figures: precisionRecallCurveFigures,
  titles: { precisionRecallCurve: { zh: TITLE_IN_CHINESE } },
  inChinese: { Recall: '召回率', Precision: '精确率' },
  howToRead: {
    en: 'Each point is a threshold: right, the share of positive rows found; up, the share of alarms that are right. The base line is the share of positive rows.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'precisionRecallCurve', PrecisionRecallCurves>

/** Precision against recall at every threshold. */
export const precisionRecallRow: Diagnostic<'precisionRecallCurve', PrecisionRecallCurves> = {
  id: 'precisionRecallCurve',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut }) => precisionRecallCurves(heldOut),
  drawing: precisionRecallDrawing,
  section: {
    title: 'Precision–recall curve',
    howToRead:
      'Each point is a threshold: how many of the positive rows are found (right) and how many of the rows called positive are (up). The horizontal line is the share of positive rows, which is what guessing reaches. Read this one where a class is rare.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
    tables: ({ classes, prevalence }) => [
      {
        head: ['class', 'average precision, mean ± SD of folds', 'all rows', 'share of rows'],
        rows: classes.map(({ label, area }, i) => [
          label,
          spreadText(area),
          numberText(area.pooled),
          numberText(prevalence[i]),
        ]),
      },
    ],
    notes: ({ undefinedFolds }) =>
      undefinedFolds === 0
        ? []
        : [`${String(undefinedFolds)} of the folds hold out no row of a class and are left out of the mean.`],
  },
  json: ({ classes, averagePrecision }) => {
    const { mean, std, pooled, byFold } = averagePrecision
    const shared = { averagePrecision: { mean, std, pooled, byFold } }
    if (classes.length === 1) return { ...classes[0].pooled, ...shared }
    return {
      ...shared,
      classes: classes.map(({ label, pooled: points, area }) => ({
        label,
        ...points,
        averagePrecision: { mean: area.mean, std: area.std, pooled: area.pooled },
      })),
    }
  },
}

/** The figures of one or several candidates. */
export function precisionRecallCurveFigures(results: readonly Named<PrecisionRecallCurves>[]): readonly Figure[] {
  return [
    {
      id: 'precisionRecallCurve',
      title: 'Precision–recall curve',
      alt: `Precision and recall of held-out rows: ${results.map(({ name, result }) => `${name}, average precision ${spreadText(result.averagePrecision)}`).join('; ')}`,
      x: { title: 'Recall', low: 0, high: 1 },
      y: { title: 'Precision', low: 0, high: 1 },
      series: curveSeries(results, ({ recall, precision }) => [recall, precision]),
      marks: results[0].result.prevalence.slice(0, 1).map((share) => ({ at: share, axis: 'y', label: 'guessing' })),
      isSquare: true,
    },
  ]
}
