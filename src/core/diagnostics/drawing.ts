import type { Figure } from '../figures/figure.ts'
import type { InBothLanguages } from '../metrics/metricRows.ts'

/** A result under the name of its candidate, where several share a figure. */
export interface Named<Result> {
  readonly name: string
  readonly result: Result
}

/** A view of the page that shows figures of diagnostics. */
export type FigureView = 'errors' | 'curves' | 'calibration' | 'model'

/** What a figure is called. */
export interface FigureTitle {
  /** Where the page calls it something else than the figure does. */
  readonly en?: string
  readonly zh: string
  /** Where it is read in another way than the other figures of the drawing. */
  readonly howToRead?: InBothLanguages
}

/** How a diagnostic is drawn, with its words. Apart from the row, so that the page need not hold what computes the result. */
export interface Drawing<Id extends string = string, Result = unknown> {
  readonly id: Id
  /** Views in which the page shows it. */
  readonly views: readonly FigureView[]
  /** Figures of one or several candidates. */
  figures(results: readonly Named<Result>[]): readonly Figure[]
  /** By the figure's id. */
  readonly titles: Readonly<Record<string, FigureTitle>>
  /** Titles of axes and names of series that are not of the data, by their English text. */
  readonly inChinese: Readonly<Record<string, string>>
  /** What the page says below its figures. */
  readonly howToRead: InBothLanguages
}
