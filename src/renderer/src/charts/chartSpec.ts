import type { ChartConfiguration, ChartType } from 'chart.js'
import { writeCsv } from '../../../core/csv/csvWriter.ts'

/** The numbers of a chart as a table: what a screen reader gets, and what is saved as CSV. */
export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** One element of a chart, as Chart.js counts them. */
export interface ChartPlace {
  readonly datasetIndex: number
  readonly index: number
}

/** A chart as a pure function makes it: what Chart.js draws, and the same numbers as a table. */
export interface ChartSpec {
  readonly config: ChartConfiguration
  readonly table: ChartTable
  /** Whether a stretch of the x axis can be looked at closer. */
  readonly canZoom?: boolean
  /** What a place of the chart stands for, where that can be chosen by a press. */
  readonly idAt?: (place: ChartPlace) => string | undefined
}

/** A chart's table as CSV text. */
export function chartCsv({ columns, rows }: ChartTable): string {
  return writeCsv(columns, rows)
}

/** A configuration checked for its own type of chart, as one for any. */
export function chartConfig<Type extends ChartType>(config: ChartConfiguration<Type>): ChartConfiguration {
  return config as unknown as ChartConfiguration
}
