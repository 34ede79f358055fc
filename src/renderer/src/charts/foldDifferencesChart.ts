import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import type { ChartTheme } from './chartTheme.ts'
import { linearAxis, nameAxis, plainOptions } from './plainOptions.ts'
import { seriesStyle } from './seriesStyle.ts'

interface DifferenceWords {
  readonly fold: string
  readonly difference: string
  readonly unit: number
  readonly format: (value: number) => string
}

/** First minus second in each fold they share, in the colour of the one that is ahead. */
export function foldDifferencesChart(
  pair: {
    readonly first: readonly (number | null)[]
    readonly second: readonly (number | null)[]
    readonly slots: readonly [first: number, second: number]
    readonly isGreaterBetter: boolean
  },
  theme: ChartTheme,
  words: DifferenceWords,
): ChartSpec {
  const differences = pair.first.map((score, fold) => {
    const other = pair.second[fold] ?? null
    return score === null || other === null ? null : (score - other) * words.unit
  })
  const [first, second] = pair.slots.map((slot) => seriesStyle(theme, slot).color)
  const colorOf = (value: number | null): string =>
    (value ?? 0) > 0 === pair.isGreaterBetter ? (first ?? theme.ink) : (second ?? theme.ink)
  return {
    config: chartConfig<'bar'>({
      type: 'bar',
      data: {
        labels: differences.map((_, fold) => String(fold + 1)),
        datasets: [
          {
            label: words.difference,
            data: differences,
            backgroundColor: differences.map(colorOf),
            // A fold without a difference is a short line, not a gap.
            minBarLength: 2,
            barPercentage: 0.5,
            categoryPercentage: 1,
            maxBarThickness: 28,
          },
        ],
      },
      options: {
        ...plainOptions<'bar'>(theme),
        scales: {
          x: {
            ...nameAxis(theme),
            ticks: { autoSkip: true, color: theme.textMuted, font: { size: 11, family: theme.fontFamily } },
          },
          y: linearAxis(theme, { ticks: 4, format: words.format }),
        },
      },
    }),
    table: {
      columns: [words.fold, words.difference],
      rows: differences.map((difference, fold) => [fold + 1, difference]),
    },
  }
}
