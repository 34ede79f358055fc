import type { RunDocument } from '../../../core/run/runDocument.ts'
import { embedDocument } from './embeddedDocument.ts'
import { count } from './formatNumbers.ts'
import { headline } from './headline.ts'
import { Markup, markup } from './markup.ts'
import { REPORT_STYLE } from './reportStyle.ts'
import { datasetSection, experimentSection, methodSection } from './sections/background.ts'
import { comparisonTable } from './sections/comparisonTable.ts'
import { curveFigures } from './sections/curveFigures.ts'
import { diagnosisSections } from './sections/diagnosisSections.ts'
import { divergedTable, foldTable, metricTable } from './sections/foldTables.ts'
import { effectTable } from './sections/effectTable.ts'
import { optimismTable } from './sections/optimismTable.ts'
import { referenceTable } from './sections/referenceTable.ts'
import { scoreTable } from './sections/scoreTable.ts'
import { shownModels } from './shownModels.ts'
import { thinHistories } from './thinHistories.ts'

/** Nothing is loaded, nothing runs: style and pictures within the file are all a report may use. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** The report of a run as one HTML file that needs nothing else and holds the run's document inside. */
export function htmlReport(document: RunDocument): string {
  const thin = thinHistories(document)
  const shown = shownModels(thin)
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
          ${opening(thin)} ${scoreTable(thin, shown)} ${referenceTable(thin)} ${comparisonTable(thin)} ${optimismTable(thin)} ${effectTable(thin)} ${curveFigures(thin, shown)}
          ${foldTable(thin, shown)} ${metricTable(thin, shown)} ${divergedTable(thin)} ${diagnosisSections(thin.diagnoses)}
          ${datasetSection(thin)}
          ${methodSection(thin)} ${experimentSection(thin)}
        </main>
        ${embedDocument(thin)}
      </body>
    </html> `.text
}

function opening(document: RunDocument): Markup {
  const { strong, sentences } = headline(document)
  const description = document.description === undefined ? null : markup`<p>${document.description}</p>`
  return markup`<h1>${document.name}</h1>
    <p class="byline">${byline(document)}</p>
    ${description}
    <p class="lede"><strong>${strong}</strong> ${sentences.join(' ')}</p>`
}

/** Run, time, data and program in one line. */
export function byline({ run, startedAt, dataset, environment }: RunDocument): string {
  const { file, rows, features, target } = dataset
  const time = startedAt.slice(0, 16).replace('T', ' ')
  const table = `${counted(rows, 'row')}, ${counted(features, 'feature')}`
  const data = `${file ?? 'The data'}: ${table}, target ${target}`
  return `Run ${run}, ${time} UTC. ${data}. Holdout ${environment.holdout}.`
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`
}
