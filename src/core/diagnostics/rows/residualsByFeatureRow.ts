import { extent } from '../../statistics/extent.ts'
import type { Figure } from '../../figures/figure.ts'
import { numberText, percentText } from '../../figures/numberText.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { residualsByFeature } from '../residualsByFeature.ts'
import type { ResidualsByFeature } from '../residualsByFeature.ts'

/** What page and report both say. */
const TITLE_IN_CHINESE = '残差与列'

/** How it is drawn. */
export const residualsByFeatureDrawing = {
  id: 'residualsByFeature',
  views: ['errors'],
  figures: residualsByFeatureFigures,
  titles: { residualsByFeature: { zh: TITLE_IN_CHINESE } },
  inChinese: { Residual: '残差', 'Residual, median and quartiles': '残差：中位数与四分位数', zero: '零' },
  howToRead: {
    en: 'A trend, or a level away from zero: the model has not used all of the column.',
    zh: '有趋势，或某取值偏离零：模型尚未用尽该列的信息。',
  },
} as const satisfies Drawing<'residualsByFeature', ResidualsByFeature>

/** Errors of a regression against one of its features. */
export const residualsByFeatureRow: Diagnostic<'residualsByFeature', ResidualsByFeature> = {
  id: 'residualsByFeature',
  tasks: ['regression'],
  needs: 'predictions',
  compute: ({ heldOut, table, settings }) => table && residualsByFeature(heldOut, table, settings.feature),
  missing: ({ table }) => (table ? 'The run has no features.' : 'The table that the run was trained on is gone.'),
  drawing: residualsByFeatureDrawing,
  section: {
    title: 'Residuals against a column',
    howToRead:
      'Truth minus prediction of held-out rows against the column that accounts for most of the residuals, unless another is chosen. Around zero everywhere: the model has used what the column says. The share of variance is what lies between its levels or quarters, adjusted for their number.',
    inChinese: {
      title: TITLE_IN_CHINESE,
      howToRead:
        '留出行的真实值减预测值，按说明残差最多的列（或所选列）显示。处处在零附近：模型已用尽该列的信息。方差占比是各取值或各四分位之间的部分，已按其个数校正。',
    },
    tables: ({ name, explained, parts }) => [
      {
        title: `${name}: ${explained === null ? '–' : percentText(explained)} of the residuals’ variance`,
        head: ['rows with', 'rows', 'mean residual', 'lower quartile', 'median', 'upper quartile'],
        rows: parts.map(({ value, rows, mean, quartiles: [, lower, median, upper] }) => [
          value,
          numberText(rows),
          ...[mean, lower, median, upper].map((number) => numberText(number)),
        ]),
      },
    ],
    notes: ({ missing, parts, partsInAll }) => [
      ...(missing > 0 ? [`${String(missing)} rows have no value in this column.`] : []),
      ...(partsInAll > parts.length
        ? [`The first ${String(parts.length)} of ${String(partsInAll)} levels, those of most rows.`]
        : []),
    ],
  },
  json: ({ points: _, ...rest }) => rest,
}

function figureOf({ name: candidate, result }: Named<ResidualsByFeature>): Figure {
  const { name, points, parts } = result
  const shared = {
    id: 'residualsByFeature',
    title: `Residuals against a column, ${name}, ${candidate}`,
    alt: `Residual of held-out rows of ${candidate} by the value of ${name}`,
  }
  const series = { name: candidate, style: 0, kind: 'points', role: 'main' } as const
  if (points) {
    const reference = { name: 'zero', style: 0, kind: 'line', role: 'reference' } as const
    return {
      ...shared,
      x: { title: name },
      y: { title: 'Residual' },
      series: [
        { ...reference, x: extent(points.x), y: [0, 0] },
        { ...series, x: points.x, y: points.y, rows: points.rows },
      ],
    }
  }
  // The first is at the top.
  const upwards = parts.toReversed()
  const labels = upwards.map(({ value }) => value)
  const quartile = (place: 1 | 2 | 3): number[] => upwards.map(({ quartiles }) => quartiles[place])
  return {
    ...shared,
    x: { title: 'Residual, median and quartiles' },
    y: { title: name, low: -0.5, high: labels.length - 0.5, labels },
    series: [{ ...series, x: quartile(2), y: labels.map((_, place) => place), low: quartile(1), high: quartile(3) }],
    marks: [{ at: 0, axis: 'x', label: '' }],
  }
}

/** The figures of one or several candidates. */
export function residualsByFeatureFigures(results: readonly Named<ResidualsByFeature>[]): readonly Figure[] {
  return results.map(figureOf)
}
