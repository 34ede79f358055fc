import type { Figure, FigureSeries } from '../../figures/figure.ts'
import { numberText, percentText, spreadText } from '../../figures/numberText.ts'
import { metricNamed } from '../../metrics/metrics.ts'
import { metricOrPlain } from '../../metrics/primaryMetric.ts'
import { ANY_TASK } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { learningCurve } from '../learningCurve.ts'
import type { LearningCurve } from '../learningCurve.ts'

/** What page and report both say. */
const TITLE_IN_CHINESE = '学习曲线'
const HOW_IN_CHINESE = '每折只用部分训练行训练时的留出得分；最后一点即本次运行。末端仍在上升：更多行会有帮助。'

/** How it is drawn. */
export const learningCurveDrawing = {
  id: 'learningCurve',
  views: ['model'],
  figures: learningCurveFigures,
  titles: { learningCurve: { zh: TITLE_IN_CHINESE } },
  inChinese: { 'Training rows': '训练行数', 'Held-out score': '留出得分' },
  howToRead: {
    en: 'The held-out score when each fold is trained on a part of its training rows; the last point is the run itself. Still rising at its end: more rows would help.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'learningCurve', LearningCurve>

/** Would more rows help? */
export const learningCurveRow: Diagnostic<'learningCurve', LearningCurve> = {
  id: 'learningCurve',
  tasks: ANY_TASK,
  needs: 'models',
  compute: ({ fits = [], ranking, heldOut: { task } }) =>
    learningCurve(fits, ranking ?? metricOrPlain(task === 'regression' ? 'rootMeanSquaredError' : 'accuracy')),
  missing: () =>
    'It was not asked for: use `learningCurve: { fractions: [0.1, 0.25, 0.5, 0.75, 1] }` in the experiment.',
  drawing: learningCurveDrawing,
  section: {
    title: 'Learning curve',
    howToRead:
      'The held-out score when each fold is trained on a part of its training rows; the last point is the run itself. A curve that still rises at its end says that more rows would help; a flat one, that another model or other columns would help more.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
    tables: ({ metric, fractions, rows, mean, std }) => [
      {
        head: ['part of the training rows', 'rows', metricNamed(metric)?.title ?? metric],
        rows: fractions.map((fraction, i) => [
          percentText(fraction),
          numberText(Math.round(rows[i])),
          spreadText({ mean: mean[i], std: std[i] }),
        ]),
      },
    ],
    notes: (curve) => [learningSentence(curve)],
  },
  json: ({ metric, fractions, rows, mean, std, byFold, moreRows }) => ({
    metric,
    fractions,
    rows,
    mean,
    std,
    byFold,
    ...(moreRows && { moreRows }),
  }),
}

/** The answer to whether more rows would help, as a sentence. */
export function learningSentence({ metric, moreRows }: LearningCurve): string {
  if (!moreRows)
    return 'Too few folds have a score at the last two points: it cannot be determined whether more rows would help.'
  const { answer, gain, low, high, from } = moreRows
  const title = metricNamed(metric)?.title ?? metric
  const numbers = `from ${percentText(from)} to all training rows, ${title} got better by ${numberText(gain)} (95 % interval ${numberText(low)} to ${numberText(high)})`
  if (answer === 'yes') return `More rows would probably help: ${numbers}.`
  if (answer === 'no') return `More rows would hardly help: ${numbers}.`
  return `It cannot be determined whether more rows would help: ${numbers}.`
}

/** The figure of one or several candidates. */
export function learningCurveFigures(results: readonly Named<LearningCurve>[]): readonly Figure[] {
  const { metric } = results[0].result
  const drawn = results.filter(({ result }) => result.metric === metric)
  const title = metricNamed(metric)?.title ?? metric
  return [
    {
      id: 'learningCurve',
      title: 'Learning curve',
      alt: `Held-out ${title} against the number of training rows for ${drawn.map(({ name }) => name).join(', ')}`,
      x: { title: 'Training rows', low: 0 },
      y: { title: 'Held-out score', unit: title },
      series: drawn.flatMap(({ name, result }, style) => linesOf(name, result, style, drawn.length === 1)),
    },
  ]
}

function linesOf(name: string, curve: LearningCurve, style: number, isAlone: boolean): readonly FigureSeries[] {
  const { rows, mean, std, byFold } = curve
  const known = rows.flatMap((x, i) => {
    const [y, deviation] = [mean[i], std[i]]
    return y === null ? [] : [{ x, y, deviation: deviation ?? 0 }]
  })
  const [x, y] = [known.map((point) => point.x), known.map((point) => point.y)]
  const thin = byFold.map(({ repeat, fold, scores }): FigureSeries => {
    const points = scores.flatMap((score, i) => (score === null ? [] : [{ x: rows[i], y: score }]))
    return {
      name: `Repeat ${String(repeat + 1)}, fold ${String(fold + 1)}`,
      style,
      kind: 'line',
      role: 'thin',
      x: points.map((point) => point.x),
      y: points.map((point) => point.y),
    }
  })
  return [
    {
      name: `${name}, ± 1 SD`,
      style,
      kind: 'band',
      role: 'main',
      x,
      y,
      low: known.map((point) => point.y - point.deviation),
      high: known.map((point) => point.y + point.deviation),
    },
    ...(isAlone ? thin : []),
    { name, style, kind: 'line', role: 'main', x, y, notes: x.map(String) },
  ]
}
