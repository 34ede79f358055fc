import type { OpenedReport, ReportFormat } from '../../contract/reports.ts'
import type { ReportOptions } from '../../core/report/reportOptions.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { HoldoutError } from '../../core/errors.ts'
import { htmlReport } from '../exports/report/htmlReport.ts'
import { jsonReport } from '../exports/report/jsonReport.ts'
import { markdownReport } from '../exports/report/markdownReport.ts'
import { openReport } from '../exports/report/openReport.ts'
import { REPORT_SECTIONS } from '../exports/report/sections.ts'
import type { Download } from '../web/pageHandler.ts'
import { answering } from './implementation.ts'
import type { LabServices } from './labServices.ts'

const { reports } = answering

/** What a run is handed on as. */
export const reportAnswers = {
  preview: reports.preview.handler(async ({ context, input }) => ({
    html: await reportHtml(context.lab, input.runId, input.options),
  })),
  open: reports.open.handler(async ({ context, input }): Promise<OpenedReport> => {
    const { files, history } = context.lab
    const path = await files.pathOf(input.file)
    const { run, name, startedAt, experiment, dataset } = (await openReport(path)).document
    const isKept = history.query({ filters: [{ field: 'run', operator: 'is', values: [run] }], count: 1 }).matching > 0
    return { file: await files.grant(path), run, name, startedAt, experiment, datasetSha256: dataset.sha256, isKept }
  }),
  formats: reports.formats.handler(({ context }) => context.lab.reportFormats()),
  sections: reports.sections.handler(() => REPORT_SECTIONS.map(({ id, names }) => ({ id, names }))),
  save: reports.save.handler(async ({ context, input }) => context.lab.handOut(await reportFile(context.lab, input))),
}

/** The report of a run as one HTML file. */
export async function reportHtml(lab: LabServices, runId: string, options: ReportOptions = {}): Promise<string> {
  return htmlReport(await reportDocument(lab, runId), options)
}

/** The document of a run with everything a report shows. */
async function reportDocument({ runs, diagnostics }: LabServices, runId: string): Promise<RunDocument> {
  return diagnostics.document(await runs.document(runId, true))
}

interface SavedRun {
  readonly runId: string
  readonly format: ReportFormat
  readonly options?: ReportOptions
}

async function reportFile(lab: LabServices, { runId, format, options }: SavedRun): Promise<Download> {
  const document = await reportDocument(lab, runId)
  const name = `${document.name.replaceAll(/[\p{C}\\/<>:"|?*]/gu, ' ').trim()} ${runId}`
  switch (format) {
    case 'html':
      return { name: `${name}.html`, type: 'text/html', content: htmlReport(document, options) }
    case 'md':
      return { name: `${name}.md`, type: 'text/markdown', content: markdownReport(document, options) }
    case 'json':
      return { name: `${name}.json`, type: 'application/json', content: jsonReport(document) }
    case 'yaml':
      return { name: `${name}.holdout.yaml`, type: 'application/yaml', content: document.experiment }
    case 'csv':
      return { name: `${name} predictions.csv`, type: 'text/csv', content: await lab.runs.predictions(runId) }
    case 'pdf':
      return {
        name: `${name}.pdf`,
        type: 'application/pdf',
        content: await printed(lab, htmlReport(document, options)),
      }
  }
}

function printed({ host }: LabServices, html: string): Promise<Uint8Array<ArrayBuffer>> {
  if (host.printPdf) return host.printPdf(html)
  throw new HoldoutError(
    'usage/no-pdf',
    'A PDF is printed by the app or by a Chromium of this machine, and there is neither.',
    {
      hint: 'Save the report as HTML and print that from the browser.',
    },
  )
}
