/** How the series of a figure look: colour, dash and marker together, so that colour is never the only sign. */
export interface SeriesStyle {
  readonly color: string
  readonly dash: string | undefined
  readonly marker: 'circle' | 'triangle' | 'square' | 'diamond' | 'cross' | 'plus'
}

/** Okabe and Ito's colours, darkened until each is readable on white. */
const STYLES: readonly SeriesStyle[] = [
  { color: '#00558a', dash: undefined, marker: 'circle' },
  { color: '#b84800', dash: '6 3', marker: 'triangle' },
  { color: '#04835c', dash: '2 3', marker: 'square' },
  { color: '#ab5d8d', dash: '8 3 2 3', marker: 'diamond' },
  { color: '#b98300', dash: '12 4', marker: 'cross' },
  { color: '#3c94cc', dash: '4 2', marker: 'plus' },
]

/** Series that one figure can tell apart. */
export const MOST_SERIES = STYLES.length

/** Neutral colours of figures. */
export const INK = { text: '#1b1c1e', muted: '#636468', grid: '#e9e9e4', axis: '#b5b5ae', neutral: '#77776f' } as const

/** Style of the series at `index`. */
export function seriesStyle(index: number): SeriesStyle {
  return STYLES[index % STYLES.length]
}
