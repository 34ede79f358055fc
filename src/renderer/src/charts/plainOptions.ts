import type { ChartOptions, ChartType, ScaleOptionsByType } from 'chart.js'
import type { ChartTheme } from './chartTheme.ts'

type LinearOptions = ScaleOptionsByType<'linear'>

/** What every chart has in common: no motion, no legend of its own, the page's type and colours. */
export function plainOptions<Type extends ChartType>(theme: ChartTheme): ChartOptions<Type> {
  const options: ChartOptions = {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    normalized: true,
    events: ['mousemove', 'mouseout', 'click', 'touchstart', 'touchmove'],
    color: theme.text,
    borderColor: theme.grid,
    font: { family: theme.fontFamily, size: 11 },
    interaction: { mode: 'index', intersect: false },
    elements: { line: { tension: 0, borderWidth: 2 }, point: { radius: 0, hoverRadius: 4, borderWidth: 1.75 } },
    plugins: {
      legend: { display: false },
      tooltip: {
        animation: false,
        backgroundColor: theme.ink,
        titleColor: theme.surface,
        bodyColor: theme.surface,
        cornerRadius: 4,
        usePointStyle: true,
        titleFont: { family: theme.fontFamily, size: 11, weight: 600 },
        bodyFont: { family: theme.fontFamily, size: 11 },
      },
    },
  }
  return options as unknown as ChartOptions<Type>
}

/** An axis of numbers with the page's grid. */
export function linearAxis(
  theme: ChartTheme,
  request: {
    readonly title?: string
    readonly min?: number
    readonly max?: number
    readonly hasGrid?: boolean
    readonly ticks?: number
    /** Ticks at 0, 1, 2, … up to so many, each with its label. */
    readonly places?: number
    readonly format?: (value: number) => string
    readonly isLogarithmic?: boolean
  } = {},
): object {
  const { title, min, max, hasGrid = true, ticks, places, format, isLogarithmic = false } = request
  return {
    type: isLogarithmic ? 'logarithmic' : 'linear',
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    border: { color: theme.axis },
    grid: { display: hasGrid, color: theme.grid, drawTicks: false },
    title: axisTitle(theme, title),
    ...(places !== undefined && {
      afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
        scale.ticks = Array.from({ length: places }, (_, value) => ({ value }))
      },
    }),
    ticks: {
      ...tickLook(theme),
      // A bound that is no round number has no label of its own.
      includeBounds: false,
      ...(ticks !== undefined && { maxTicksLimit: ticks }),
      ...(places !== undefined && { autoSkip: false }),
      ...(format && { callback: (value: string | number) => format(Number(value)) }),
    },
  } satisfies DeepPartial<Omit<LinearOptions, 'type'>> & { type: string }
}

/** An axis of names. */
export function nameAxis(theme: ChartTheme, title?: string): object {
  return {
    type: 'category',
    border: { color: theme.axis },
    grid: { display: false },
    title: axisTitle(theme, title),
    ticks: { ...tickLook(theme), autoSkip: false, maxRotation: 0 },
  }
}

function axisTitle(theme: ChartTheme, text: string | undefined): object {
  return { display: text !== undefined, text: text ?? '', color: theme.textMuted, font: fontOf(theme), padding: 2 }
}

function tickLook(theme: ChartTheme): object {
  return { color: theme.textMuted, font: fontOf(theme), padding: 6, maxRotation: 0 }
}

function fontOf({ fontFamily }: ChartTheme): { family: string; size: number } {
  return { family: fontFamily, size: 11 }
}

type DeepPartial<T> = T extends object ? { [Key in keyof T]?: DeepPartial<T[Key]> } : T
