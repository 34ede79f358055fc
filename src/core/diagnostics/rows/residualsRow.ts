import { extent } from '../../statistics/extent.ts'
import type { Figure } from '../../figures/figure.ts'
import { numberText, percentText, spreadText } from '../../figures/numberText.ts'
import type { Diagnostic, DiagnosticResults, Named } from '../diagnostic.ts'
import { residuals } from '../residuals.ts'
import type { Residuals } from '../residuals.ts'

/** Errors of a regression: truth minus prediction. */
export const residualsRow: Diagnostic<'residuals'> = {
  id: 'residuals',
  tasks: ['regression'],
  needs: 'predictions',
  compute: ({ heldOut }) => residuals(heldOut),
  figures: residualsFigures,
  section: {
    title: 'Residuals',
    howToRead:
      'A residual is truth minus prediction. A good model leaves a cloud without shape around zero; a curve means that something can still be learned, a funnel that errors grow with the prediction.',
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
export function residualsFigures(results: readonly Named<DiagnosticResults['residuals']>[]): readonly Figure[] {
  return results.flatMap(figuresOf)
}
