import type { ChartTheme } from './chartTheme.ts'

/** How a series looks: colour, dash and marker go together, so that colour is never the only sign. */
export interface SeriesStyle {
  readonly color: string
  readonly dash: number[]
  readonly pointStyle: 'circle' | 'triangle' | 'rect' | 'rectRot' | 'crossRot' | 'cross'
}

/** Dash and marker of the six slots, in the order of `--series-1…6`. */
export const SERIES_SIGNS: readonly Omit<SeriesStyle, 'color'>[] = [
  { dash: [], pointStyle: 'circle' },
  { dash: [6, 3], pointStyle: 'triangle' },
  { dash: [2, 3], pointStyle: 'rect' },
  { dash: [8, 3, 2, 3], pointStyle: 'rectRot' },
  { dash: [12, 4], pointStyle: 'crossRot' },
  { dash: [4, 2], pointStyle: 'cross' },
]

/** Series that a chart can tell apart. */
export const MOST_SERIES = SERIES_SIGNS.length

/** The look of the series in `slot`, from 0; slots repeat after {@link MOST_SERIES}. */
export function seriesStyle(theme: ChartTheme, slot: number): SeriesStyle {
  const place = slot % MOST_SERIES
  return { color: theme.series[place] ?? theme.ink, ...SERIES_SIGNS[place] }
}
