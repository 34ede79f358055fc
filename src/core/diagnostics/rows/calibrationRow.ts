import type { Figure } from '../../figures/figure.ts'
import { numberText } from '../../figures/numberText.ts'
import { calibration } from '../calibration.ts'
import type { Calibration, ClassCalibration } from '../calibration.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'

/** What page and report both say. */
const TITLE_IN_CHINESE = '校准'
const HOW_IN_CHINESE = '给出 80 % 的行中约 80 % 应为阳性：点落在对角线上。低于对角线说明模型过于自信。'

/** How it is drawn. */
export const calibrationDrawing = {
  id: 'calibration',
  views: ['calibration'],
  figures: calibrationFigures,
  titles: { calibration: { zh: TITLE_IN_CHINESE } },
  inChinese: { 'Mean predicted probability': '平均预测概率', 'Observed share': '实际比例', perfect: '完美' },
  howToRead: {
    en: 'Of rows given 80 %, about 80 % should be positive: points on the diagonal. Below it the model promises too much.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'calibration', Calibration>

/** Predicted probabilities against what happened. */
export const calibrationRow: Diagnostic<'calibration', Calibration> = {
  id: 'calibration',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut, settings }) => calibration(heldOut, settings.binning, settings.bins),
  drawing: calibrationDrawing,
  section: {
    title: 'Calibration',
    howToRead:
      'Of the rows given 80 %, about 80 % should be positive: points on the diagonal. Below it the model promises too much. The Brier score is the mean squared distance of probability and truth; its calibration part can be removed by recalibrating, its refinement part cannot.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
    tables: ({ classes }) => [
      {
        head: ['class', 'Brier score', 'calibration part', 'refinement part', 'expected calibration error'],
        rows: classes.map(({ label, brier, decomposition, expectedCalibrationError }) => [
          label,
          numberText(brier),
          numberText(decomposition.calibration),
          numberText(decomposition.refinement),
          numberText(expectedCalibrationError),
        ]),
      },
    ],
  },
  json: ({ binning, classes }) =>
    classes.length === 1 ? { binning, ...ofClass(classes[0]) } : { binning, classes: classes.map(labelled) },
}

function ofClass({ bins, brier, decomposition, expectedCalibrationError }: ClassCalibration) {
  return { bins, brier, expectedCalibrationError, decomposition }
}

function labelled(one: ClassCalibration) {
  return { label: one.label, ...ofClass(one) }
}

/** The figures of one or several candidates. */
export function calibrationFigures(results: readonly Named<Calibration>[]): readonly Figure[] {
  return [
    {
      id: 'calibration',
      title: 'Calibration',
      alt: `Observed share against predicted probability: ${results.map(({ name, result }) => `${name}, expected calibration error ${numberText(result.classes[0].expectedCalibrationError)}`).join('; ')}`,
      x: { title: 'Mean predicted probability', low: 0, high: 1 },
      y: { title: 'Observed share', low: 0, high: 1 },
      series: [
        { name: 'perfect', style: 0, kind: 'line', role: 'reference', x: [0, 1], y: [0, 1] },
        ...results.flatMap(({ name, result }, candidate) =>
          result.classes.map(({ label, bins }, index) => ({
            name: result.classes.length > 1 ? (results.length > 1 ? `${name}: ${label}` : label) : name,
            style: results.length > 1 ? candidate : index,
            kind: 'line' as const,
            role: 'main' as const,
            x: bins.map(({ meanPredicted }) => meanPredicted),
            y: bins.map(({ fractionOfPositives }) => fractionOfPositives),
            notes: bins.map(({ count }) => String(count)),
          })),
        ),
      ],
      isSquare: true,
    },
  ]
}
