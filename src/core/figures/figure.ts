/**
 * What a figure shows, as data: the page and the report draw the same one, each in its own way, and its table and its CSV follow
 * from it. Made by pure functions; series are exact or thinned to at most 2,000 points before they come here.
 */

/** One axis. A span of 0 is widened by whoever draws. */
export interface FigureAxis {
  readonly title: string
  /** As of a share of rows, or the target's unit. */
  readonly unit?: string
  /** Ends that are the same whatever is drawn; absent: from the data. */
  readonly low?: number
  readonly high?: number
  /** Names of the places 0, 1, 2, … of an axis of categories, which then has both ends. */
  readonly labels?: readonly string[]
  readonly isLogarithmic?: boolean
}

/** One thing that is drawn. */
export interface FigureSeries {
  readonly name: string
  /** Which of the series' colours, dashes and marks; see `seriesStyle`. */
  readonly style: number
  readonly kind: 'line' | 'steps' | 'points' | 'bars' | 'band'
  /** `main` carries the message, `thin` is one of many (a fold), `reference` is what to compare with. */
  readonly role: 'main' | 'thin' | 'reference'
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Lower and upper ends: of a band, or of a whisker through each point, along x where the y axis has names. */
  readonly low?: readonly number[]
  readonly high?: readonly number[]
  /** Rows of the dataset behind the points, from 0. */
  readonly rows?: readonly number[]
  /** Numbers written at the points, such as counts. */
  readonly notes?: readonly string[]
}

/** A whole figure. */
export interface Figure {
  /** Stable, for translations and file names. */
  readonly id: string
  readonly title: string
  /** What it shows, for those who cannot see it. */
  readonly alt: string
  readonly x: FigureAxis
  readonly y: FigureAxis
  readonly series: readonly FigureSeries[]
  /** Vertical or horizontal lines, such as a threshold. */
  readonly marks?: readonly { readonly at: number; readonly axis: 'x' | 'y'; readonly label: string }[]
  /** A square plot whose axes have one scale. */
  readonly isSquare?: boolean
}

/** A figure's numbers as rows for a table view or a CSV: series, x, y, and the ends of bands. */
export function figureRows({ series }: Figure): readonly (readonly (string | number)[])[] {
  return series.flatMap(({ name, x, y, low, high }) =>
    x.map((value, i) => [name, value, y[i], low?.[i] ?? '', high?.[i] ?? '']),
  )
}
