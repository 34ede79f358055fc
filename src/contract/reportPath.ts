import type { ReportOptions } from '../core/report/reportOptions.ts'

/** Where the preview is shown from: the source of a sandboxed frame. The same bytes as `preview` gives. */
export function reportPath(runId: string): string {
  return `/data/runs/${runId}/report.html`
}

/** Where an opened report is shown from: made anew from the numbers it holds, whatever else is in the file. */
export function openedReportPath(ref: string): string {
  return `/data/reports/${ref.replace(/^file:/, '')}/report.html`
}

/** What a person chose for a report, as part of the query of its address. */
export function reportQuery(options: ReportOptions): string {
  return `options=${encodeURIComponent(JSON.stringify(options))}`
}
