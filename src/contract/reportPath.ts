/** Where the preview is shown from: the source of a sandboxed frame. The same bytes as `preview` gives. */
export function reportPath(runId: string): string {
  return `/data/runs/${runId}/report.html`
}
