import type { ReportOptions, ReportPart } from '../../../contract/reports.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { embedDocument } from './embeddedDocument.ts'
import { count } from './formatNumbers.ts'
import { headline } from './headline.ts'
import { Markup, markup } from './markup.ts'
import { REPORT_STYLE } from './reportStyle.ts'
import { appendixSection, datasetSection, experimentSection, methodSection } from './sections/background.ts'
import { comparisonTable } from './sections/comparisonTable.ts'
import { curveFigures } from './sections/curveFigures.ts'
import { diagnosisSections } from './sections/diagnosisSections.ts'
import { divergedTable, foldTable, metricTable } from './sections/foldTables.ts'
import { effectTable } from './sections/effectTable.ts'
import { optimismTable } from './sections/optimismTable.ts'
import { referenceTable } from './sections/referenceTable.ts'
import { candidateAppendix, scoreTable } from './sections/scoreTable.ts'
import { shownModels } from './shownModels.ts'
import { thinHistories } from './thinHistories.ts'

/** Nothing is loaded, nothing runs: style and pictures within the file are all a report may use. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The report of a run as one HTML file that needs nothing else and holds the run's document inside. */
export function htmlReport(document: RunDocument, options: ReportOptions = {}): string {
  const thin = thinHistories(document)
  const shown = shownModels(thin)
  const part = (name: ReportPart, ...sections: Markup[]) => (options.without?.includes(name) ? null : sections)
  return markup`<!doctype html>
    <html lang="en">
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
          ${opening(thin, options)} ${scoreTable(thin, shown)}
          ${part('verdicts', referenceTable(thin), comparisonTable(thin), optimismTable(thin), effectTable(thin))}
          ${part('curves', curveFigures(thin, shown))}
          ${part('folds', foldTable(thin, shown), metricTable(thin, shown), divergedTable(thin))}
          ${part('diagnoses', diagnosisSections(thin.diagnoses))} ${part('ledger', datasetSection(thin))}
          ${part('environment', methodSection(thin))} ${part('experiment', experimentSection(thin))}
          ${candidateAppendix(thin, shown)} ${part('appendix', appendixSection(thin))}
        </main>
        ${embedDocument(thin)}
      </body>
    </html> `.text
}

function opening(document: RunDocument, { author, note }: ReportOptions): Markup {
  const { strong, sentences } = headline(document)
  const description = document.description === undefined ? null : markup`<p>${document.description}</p>`
  return markup`<h1>${document.name}</h1>
    <p class="byline">${byline(document, author)}</p>
    ${description} ${note ? markup`<p class="remark">${note}</p>` : null}
    <p class="lede"><strong>${strong}</strong> ${sentences.join(' ')}</p>`
}

/** Author, run, time, data and program in one line. */
export function byline({ run, startedAt, dataset, environment }: RunDocument, author = ''): string {
  const { file, rows, features, target } = dataset
  const time = startedAt.slice(0, 16).replace('T', ' ')
  const table = `${counted(rows, 'row')}, ${counted(features, 'feature')}`
  const data = `${file ?? 'The data'}: ${table}, target ${target}`
  return `${author === '' ? '' : `By ${author}. `}Run ${run}, ${time} UTC. ${data}. Holdout ${environment.holdout}.`
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`
}
