import { reportOptionsSchema } from './reports.ts'
import type { ReportOptions } from './reports.ts'

/** Where the preview is shown from: the source of a sandboxed frame. The same bytes as `preview` gives. */
export function reportPath(runId: string, options: ReportOptions = {}): string {
  return `/data/runs/${runId}/report.html?options=${encodeURIComponent(JSON.stringify(options))}`
}

/** The options that the address of a preview holds as `options`; `undefined` where they are none. */
export function reportOptionsOf(written: string | null): ReportOptions | undefined {
  try {
    return reportOptionsSchema.parse(JSON.parse(written ?? '{}'))
  } catch {
    return undefined
  }
}

/** Where an opened report is shown from: made anew from the numbers it holds, whatever else is in the file. */
export function openedReportPath(ref: string): string {
  return `/data/reports/${ref.replace(/^file:/, '')}/report.html`
}
