import type { ReportOptions } from '../../../core/report/reportOptions.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { embedDocument } from './embeddedDocument.ts'
import { Markup, markup } from './markup.ts'
import { openingBlocks, sectionBlocks } from './reportParts.ts'
import { blocksAsHtml } from './renderBlocks.ts'
import { reportContext } from './reportContext.ts'
import { REPORT_STYLE } from './reportStyle.ts'
import { thinHistories } from './thinHistories.ts'

/** Nothing is loaded, nothing runs: style and pictures within the file are all a report may use. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The report of a run as one HTML file that needs nothing else and holds the run's own document inside, whatever is shown of it. */
export function htmlReport(document: RunDocument, options: ReportOptions = {}): string {
  const thin = thinHistories(document)
  const context = reportContext(thin, options)
  const { byline, description, strong, sentences, remarks } = openingBlocks(context, options)
  return markup`<!doctype html>
    <html lang="${context.words.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="Holdout ${document.environment.holdout}" />
        <title>${document.name}</title>
        <style>
          ${new Markup(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <main id="paper">
          <h1>${document.name}</h1>
          <p class="byline">${byline}</p>
          ${description !== undefined && markup`<p>${description}</p>`}
          <p class="lede"><strong>${strong}</strong> ${sentences}</p>
          ${remarks.map((text) => markup`<p class="remark">${text}</p>`)}
          ${blocksAsHtml(sectionBlocks(context, options))}
        </main>
        ${embedDocument(thin)}
      </body>
    </html> `.text
}
