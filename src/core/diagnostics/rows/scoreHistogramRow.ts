import type { Figure } from '../../figures/figure.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { scoreHistograms } from '../scoreHistogram.ts'
import type { ScoreHistograms } from '../scoreHistogram.ts'

const BINS = 20

/** What page and report both say. */
const TITLE_IN_CHINESE = '按类别的得分分布'
const HOW_IN_CHINESE = '各类别的行中预测概率的分布。重叠越少越好。'

/** How it is drawn. */
export const scoreHistogramDrawing = {
  id: 'scoreHistogram',
  views: ['calibration'],
  figures: scoreHistogramFigures,
  titles: { scoreHistogram: { en: 'Scores by class', zh: TITLE_IN_CHINESE } },
  inChinese: { Rows: '行数' },
  howToRead: {
    en: 'How the predicted probability is spread among the rows of each class. Less overlap is better.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'scoreHistogram', ScoreHistograms>

/** Predicted probabilities by truth. */
export const scoreHistogramRow: Diagnostic<'scoreHistogram', ScoreHistograms> = {
  id: 'scoreHistogram',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut }) => scoreHistograms(heldOut, BINS),
  drawing: scoreHistogramDrawing,
  section: {
    title: 'Scores by class',
    howToRead:
      'The less the two heaps overlap, the better the classes are distinguished. A heap in the middle is doubt.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
    tables: () => [],
  },
}

function middles(bins: number): number[] {
  return Array.from({ length: bins }, (_, i) => (i + 0.5) / bins)
}

/** The figures of one or several candidates. */
export function scoreHistogramFigures(results: readonly Named<ScoreHistograms>[]): readonly Figure[] {
  return results.flatMap(({ name, result }) =>
    result.classes.slice(0, 6).map(({ label, own, others }) => ({
      id: 'scoreHistogram',
      title: `Scores of ${label}, ${name}`,
      alt: `How the predicted probability of ${label} is spread among rows of ${label} and among all others`,
      x: { title: `P(${label})`, low: 0, high: 1 },
      y: { title: 'Rows' },
      series: [
        { name: label, style: 0, kind: 'bars', role: 'main', x: middles(result.bins), y: own },
        { name: `not ${label}`, style: 1, kind: 'bars', role: 'main', x: middles(result.bins), y: others },
      ],
    })),
  )
}
