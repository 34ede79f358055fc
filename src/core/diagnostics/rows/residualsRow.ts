import { extent } from '../../statistics/extent.ts'
import type { Figure } from '../../figures/figure.ts'
import { numberText, percentText, spreadText } from '../../figures/numberText.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { residuals } from '../residuals.ts'
import type { Residuals } from '../residuals.ts'

/** What page and report both say. */
const TITLE_IN_CHINESE = '残差'
const HOW_IN_CHINESE = '真实值减预测值。好的模型在零附近留下没有形状的点云。'

/** How it is drawn. */
export const residualsDrawing = {
  id: 'residuals',
  views: ['errors'],
  figures: residualsFigures,
  titles: {
    actual: { zh: '预测值与真实值' },
    residuals: { zh: TITLE_IN_CHINESE },
    residualHistogram: { zh: '残差分布' },
    qq: { zh: '残差的正态 Q–Q 图' },
  },
  inChinese: {
    Predicted: '预测值',
    Actual: '真实值',
    Residual: '残差',
    Rows: '行数',
    'Normal quantile': '正态分位数',
    perfect: '完美',
    zero: '零',
  },
  howToRead: {
    en: 'Truth minus prediction. A good model leaves a cloud without shape around zero.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'residuals', Residuals>

/** Errors of a regression: truth minus prediction. */
export const residualsRow: Diagnostic<'residuals', Residuals> = {
  id: 'residuals',
  tasks: ['regression'],
  needs: 'predictions',
  compute: ({ heldOut }) => residuals(heldOut),
  drawing: residualsDrawing,
  section: {
    title: 'Residuals',
    howToRead:
      'A residual is truth minus prediction. A good model leaves a cloud without shape around zero; a curve means that something can still be learned, a funnel that errors grow with the prediction.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
    hasOwnCells: true,
    tables: (result) => [{ head: ['number', 'value'], rows: numbersOf(result) }],
  },
  json: ({ actual: _actual, againstPrediction: _points, interval, spreadWithPrediction, ...rest }) => ({
    ...rest,
    spearmanAbsResidualPrediction: spreadWithPrediction,
    halfWidth90: interval.halfWidth,
    coverage90: { mean: interval.coverage.mean, std: interval.coverage.std, byFold: interval.coverageByFold },
  }),
}

function numbersOf(result: Residuals): string[][] {
  const { interval, shapiro } = result
  return [
    ['mean residual', numberText(result.mean)],
    ['standard deviation', numberText(result.sd)],
    ['largest error', numberText(result.maxError)],
    ['mean absolute error in percent of the truth', percentText(result.meanAbsolutePercentageError)],
    ['skewness', numberText(result.skewness)],
    ['excess kurtosis', numberText(result.kurtosis)],
    ['Shapiro–Wilk test of normality', shapiro ? `W ${numberText(shapiro.w)}, p ${numberText(shapiro.p)}` : '–'],
    ['rank correlation of error size and prediction', numberText(result.spreadWithPrediction)],
    [`half width of a ${percentText(interval.level)} prediction interval`, numberText(interval.halfWidth)],
    ['rows within it, folds it was not made from', spreadText(interval.coverage)],
  ]
}

function figuresOf({ name, result }: Named<Residuals>): readonly Figure[] {
  const { actual, againstPrediction, qq, histogram } = result
  const ends = extent([...actual.x, ...actual.y])
  const points = { style: 0, kind: 'points', role: 'main' } as const
  return [
    {
      id: 'actual',
      title: `Predicted and actual, ${name}`,
      alt: `Actual against predicted value of held-out rows of ${name}`,
      x: { title: 'Predicted' },
      y: { title: 'Actual' },
      series: [
        { name: 'perfect', style: 0, kind: 'line', role: 'reference', x: ends, y: ends },
        { ...points, name, x: actual.x, y: actual.y, rows: actual.rows },
      ],
      isSquare: true,
    },
    {
      id: 'residuals',
      title: `Residuals, ${name}`,
      alt: `Residual against predicted value of held-out rows of ${name}`,
      x: { title: 'Predicted' },
      y: { title: 'Residual' },
      series: [
        { name: 'zero', style: 0, kind: 'line', role: 'reference', x: extent(againstPrediction.x), y: [0, 0] },
        { ...points, name, x: againstPrediction.x, y: againstPrediction.y, rows: againstPrediction.rows },
      ],
    },
    {
      id: 'residualHistogram',
      title: `Distribution of residuals, ${name}`,
      alt: `Histogram of the residuals of ${name}`,
      x: { title: 'Residual' },
      y: { title: 'Rows', low: 0 },
      series: [
        {
          name,
          style: 0,
          kind: 'bars',
          role: 'main',
          x: histogram.counts.map((_, i) => (histogram.edges[i] + histogram.edges[i + 1]) / 2),
          y: histogram.counts,
        },
      ],
    },
    {
      id: 'qq',
      title: `Normal Q–Q plot of residuals, ${name}`,
      alt: `Ordered residuals of ${name} against the quantiles of a normal distribution`,
      x: { title: 'Normal quantile' },
      y: { title: 'Residual' },
      series: [{ ...points, name, x: qq.theoretical, y: qq.ordered }],
    },
  ]
}

/** The figures of one or several candidates. */
export function residualsFigures(results: readonly Named<Residuals>[]): readonly Figure[] {
  return results.flatMap(figuresOf)
}
