import type { ColumnProfile, NumberProfile, ValueProfile } from '../../../core/dataset/profile.ts'
import type { ClassCounts, ClassHistogram } from '../../../core/dataset/classHistogram.ts'
import { chartConfig } from './chartSpec.ts'
import type { ChartSpec } from './chartSpec.ts'
import type { ChartTheme } from './chartTheme.ts'
import { classStyle } from './classStyle.ts'
import { linearAxis, nameAxis, plainOptions } from './plainOptions.ts'

interface HistogramWords {
  readonly from: string
  readonly to: string
  readonly value: string
  readonly rows: string
  readonly format: (value: number) => string
}

/** Values that are shown of a column of words. */
const MOST_VALUES = 12

/**
 * How a column's values are spread: bars of equal width for numbers, stacked by class where they are `parted`; the most
 * frequent values for words. `null`: nothing to draw.
 */
export function columnHistogram(
  profile: ColumnProfile,
  theme: ChartTheme,
  words: HistogramWords,
  parted: ClassHistogram | null = null,
): ChartSpec | null {
  if (profile.kind === 'number') return numberHistogram(profile, theme, words, parted)
  return profile.kind === 'values' && profile.top.length > 0 ? valueBars(profile, theme, words) : null
}

function numberHistogram(
  { histogram }: NumberProfile,
  theme: ChartTheme,
  words: HistogramWords,
  parted: ClassHistogram | null,
): ChartSpec | null {
  if (!histogram) return null
  const { min, max, counts } = histogram
  const stacks: readonly ClassCounts[] = parted?.classes ?? [{ label: words.rows, counts }]
  const width = (max - min) / counts.length || 1
  const edge = (bin: number): number => min + bin * width
  const options = plainOptions<'bar'>(theme)
  return {
    config: chartConfig<'bar'>({
      type: 'bar',
      data: {
        datasets: stacks.map((stack, place) => ({
          label: stack.label,
          data: stack.counts.map((count, bin) => ({ x: edge(bin) + width / 2, y: count })) as never[],
          ...(parted ? classLook(theme, place) : { backgroundColor: theme.neutral }),
          barPercentage: 0.94,
          categoryPercentage: 1,
          ...(counts.length === 1 && { barThickness: 48 }),
        })),
      },
      options: {
        ...options,
        plugins: {
          ...options.plugins,
          tooltip: {
            ...options.plugins?.tooltip,
            callbacks: {
              title: ([item]) =>
                item ? `${words.format(edge(item.dataIndex))} – ${words.format(edge(item.dataIndex + 1))}` : '',
            },
          },
        },
        scales: {
          x: {
            offset: false,
            stacked: true,
            ...linearAxis(theme, {
              min,
              max: max === min ? max + 1 : max,
              hasGrid: false,
              ticks: 7,
              format: words.format,
            }),
          },
          y: { stacked: true, ...linearAxis(theme, { min: 0, ticks: 4, format: words.format }) },
        },
      },
    }),
    table: {
      columns: [words.from, words.to, ...stacks.map(({ label }) => label)],
      rows: counts.map((_, bin) => [edge(bin), edge(bin + 1), ...stacks.map((stack) => stack.counts[bin])]),
    },
  }
}

function classLook(theme: ChartTheme, place: number): object {
  const { color, isHollow } = classStyle(theme, place)
  return {
    backgroundColor: isHollow ? theme.surface : color,
    borderColor: color,
    borderWidth: isHollow ? 1.5 : 0,
    borderSkipped: false,
  }
}

function valueBars({ top }: ValueProfile, theme: ChartTheme, words: HistogramWords): ChartSpec {
  const shown = top.slice(0, MOST_VALUES)
  return {
    config: chartConfig<'bar'>({
      type: 'bar',
      data: {
        labels: shown.map(({ value }) => (value.length > 18 ? `${value.slice(0, 17)}…` : value)),
        datasets: [
          {
            label: words.rows,
            data: shown.map(({ count }) => count),
            backgroundColor: theme.neutral,
            barPercentage: 0.8,
            categoryPercentage: 1,
          },
        ],
      },
      options: {
        ...plainOptions<'bar'>(theme),
        indexAxis: 'y',
        scales: { x: linearAxis(theme, { min: 0, ticks: 4, format: words.format }), y: nameAxis(theme) },
      },
    }),
    table: { columns: [words.value, words.rows], rows: top.map(({ value, count }) => [value, count]) },
  }
}
