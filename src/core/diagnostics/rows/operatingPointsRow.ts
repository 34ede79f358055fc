import type { Figure } from '../../figures/figure.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { operatingPoints } from '../operatingPoints.ts'
import type { OperatingPoints } from '../operatingPoints.ts'

/** Scores that are drawn over the threshold. */
const DRAWN = [
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['f1', 'F1'],
  ['accuracy', 'accuracy'],
] as const

/** What page and report both say. */
const TITLE_IN_CHINESE = '各阈值下的得分'

/** How it is drawn. */
export const operatingPointsDrawing = {
  id: 'operatingPoints',
  views: ['curves'],
  figures: operatingPointsFigures,
  titles: { operatingPoints: { zh: TITLE_IN_CHINESE } },
  inChinese: {
    Threshold: '阈值',
    'Score, mean of folds': '得分（各折均值）',
    precision: '精确率',
    recall: '召回率',
    accuracy: '准确率',
  },
  howToRead: {
    en: 'Scores of held-out rows at each threshold, mean of folds.',
    zh: '留出行在各阈值下的得分，取各折均值。',
  },
} as const satisfies Drawing<'operatingPoints', OperatingPoints>

/** Scores at every threshold, for the slider that moves them all. */
export const operatingPointsRow: Diagnostic<'operatingPoints', OperatingPoints> = {
  id: 'operatingPoints',
  tasks: ['binary'],
  needs: 'predictions',
  compute: ({ heldOut, settings }) => operatingPoints(heldOut, [0.5, settings.threshold]),
  drawing: operatingPointsDrawing,
  section: {
    title: 'Scores at every threshold',
    howToRead: 'Where the lines cross, precision and recall are equal; further right fewer rows are called positive.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: '两线相交处，精确率与召回率相等；越往右，判为阳性的行越少。' },
    tables: () => [],
  },
}

/** The figures of one or several candidates. */
export function operatingPointsFigures(results: readonly Named<OperatingPoints>[]): readonly Figure[] {
  return results.slice(0, 1).map(({ result }) => ({
    id: 'operatingPoints',
    title: 'Scores at every threshold',
    alt: 'Precision, recall, F1 and accuracy of held-out rows at every threshold, mean of folds',
    x: { title: 'Threshold', low: 0, high: 1 },
    y: { title: 'Score, mean of folds', low: 0, high: 1 },
    series: DRAWN.map(([score, name], style) => ({
      name,
      style,
      kind: 'line',
      role: 'main',
      x: result.thresholds,
      y: result.scores[score].mean,
    })),
  }))
}
