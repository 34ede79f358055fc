import { checkCoded } from '../../../core/diagnostics/checks/checkTable.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import { comparisonsOfModels, comparisonsWithReferences } from '../../../core/run/comparisonsOfModels.ts'
import { interactions } from '../../../core/run/interactions.ts'
import { mainEffects } from '../../../core/run/mainEffects.ts'
import type { Interval } from '../../../core/statistics/interval.ts'
import { scoringSentences } from '../../../core/run/scoringSentences.ts'
import { metricOfRun } from '../../../core/run/metricOfRun.ts'
import type { ComparisonDocument, ModelDocument, RunDocument } from '../../../core/run/runDocument.ts'
import { count, decimals, metricHeading, pValue, score, scoreDifference, seconds } from './formatNumbers.ts'
import { headline } from './headline.ts'
import { byline } from './htmlReport.ts'
import { effectWords, interactionName, shownInteractions } from './sections/effectTable.ts'

/** The report of a run as Markdown: words, tables and the experiment file; no figures. */
export function markdownReport(document: RunDocument): string {
  const { strong, sentences } = headline(document)
  const { sha256 } = document.dataset
  const parts = [
    `# ${inline(document.name)}`,
    inline(byline(document)),
    `**${inline(strong)}** ${inline(sentences.join(' '))}`,
    scores(document),
    inline(scoringSentences(document).join(' ')),
    references(document),
    comparisons(document),
    optimism(document),
    effects(document),
    folds(document),
    diverged(document),
    checks(document),
    diagnoses(document),
    `## The data\n\nSHA-256 of the file: \`${sha256}\``,
    `## To run it again\n\n${fenced(document.experiment)}`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function scores(document: RunDocument): string {
  const { models } = document
  const metric = metricOfRun(document, document.primaryMetric)
  const rows = models.map(({ name, metrics, parameters, seconds: time }) => {
    const found = Object.hasOwn(metrics, metric.name) ? metrics[metric.name] : undefined
    const interval = found?.interval
      ? `${score(metric, found.interval.low, 1)} to ${score(metric, found.interval.high, 1)}`
      : '–'
    return [
      name,
      score(metric, found?.mean),
      score(metric, found?.std),
      score(metric, found?.sampleStd),
      interval,
      count(parameters),
      seconds(time),
    ]
  })
  return table(
    ['Model', metricHeading(metric), 'SD of folds', 'Sample SD', '95 % interval', 'Parameters', 'Time'],
    rows,
  )
}

const COMPARISON_HEAD = [
  'Pair',
  'Difference',
  '95 % interval',
  'p',
  'Adjusted p',
  'First',
  'Equal',
  'Second',
  'Verdict',
]

function comparisons(document: RunDocument): string {
  const compared = comparisonsOfModels(document)
  if (compared.length === 0) return ''
  return `## Are the differences real?\n\n${table(COMPARISON_HEAD, compared.map(comparisonRow))}`
}

function references(document: RunDocument): string {
  const { references: models = [], referencesLeftOut = [], primaryMetric } = document
  if (models.length + referencesLeftOut.length === 0) return ''
  const metric = metricOfRun(document, primaryMetric)
  const rows = models.map(({ name, reason, metrics, seconds: time }) => {
    const found = Object.hasOwn(metrics, metric.name) ? metrics[metric.name] : undefined
    return [name, score(metric, found?.mean), score(metric, found?.std), seconds(time), reason ?? '']
  })
  for (const { name, reason } of referencesLeftOut) rows.push([name, '–', '–', '–', reason])
  const scored = table(['Reference model', metricHeading(metric), 'SD of folds', 'Time', ''], rows)
  const compared = comparisonsWithReferences(document)
  const judged = compared.length === 0 ? [] : [table(COMPARISON_HEAD, compared.map(comparisonRow))]
  return ['## Is the network worth it?', scored, ...judged].join('\n\n')
}

function comparisonRow({
  first,
  second,
  metric: name,
  difference,
  interval,
  p,
  adjustedP,
  chances,
  headline: words,
}: ComparisonDocument): string[] {
  const metric = metricOrPlain(name)
  const range = interval ? `${scoreDifference(metric, interval.low)} to ${scoreDifference(metric, interval.high)}` : '–'
  const percent = (chance: number) => `${decimals(100 * chance, 0)} %`
  const shares = [chances.first, chances.equal, chances.second].map(percent)
  return [
    `${first}, ${second}`,
    scoreDifference(metric, difference),
    range,
    pValue(p),
    pValue(adjustedP),
    ...shares,
    words,
  ]
}

function optimism(document: RunDocument): string {
  const { optimism: found } = document
  if (!found) return ''
  const metric = metricOfRun(document, found.metric)
  const rows = [
    ['Mean over folds', score(metric, found.naive)],
    ...(found.tibshirani ? [['Tibshirani and Tibshirani', score(metric, found.tibshirani.corrected)]] : []),
    ...(found.bootstrap ? [['Bootstrap bias corrected', score(metric, found.bootstrap.corrected)]] : []),
  ]
  const head = [`Estimate for ${found.winner}, best of ${String(found.candidates)}`, metricHeading(metric)]
  return `## What did choosing the best cost?\n\n${table(head, rows)}`
}

function effects(document: RunDocument): string {
  const { models, primaryMetric } = document
  const found = mainEffects(models, primaryMetric)
  if (found.length === 0) return ''
  const metric = metricOfRun(document, primaryMetric)
  const range = (interval: Interval | null | undefined) =>
    interval ? `${scoreDifference(metric, interval.low)} to ${scoreDifference(metric, interval.high)}` : '–'
  const rows = found.flatMap(({ hyperparameter, levels }) =>
    levels.map((level) => {
      const change = level.interval === undefined ? '–' : scoreDifference(metric, level.difference)
      const name = `${hyperparameter} = ${String(level.value)}`
      return [
        name,
        count(level.candidates),
        score(metric, level.mean),
        change,
        range(level.interval),
        effectWords(level),
      ]
    }),
  )
  const head = ['Setting', 'Candidates', metricHeading(metric), 'Change', '95 % interval', 'Reads as']
  const together = shownInteractions(interactions(models, primaryMetric)).shown.map((one) => [
    interactionName(one),
    count(one.candidates),
    scoreDifference(metric, one.difference),
    range(one.interval),
    pValue(one.adjustedP),
  ])
  const second =
    together.length === 0
      ? 'No interaction is shown.'
      : table(['Settings', 'Candidates', 'Beyond the sum', '95 % interval', 'Adjusted p'], together)
  return `## What did each setting change?\n\n${table(head, rows)}\n\n### Which settings act together?\n\n${second}`
}

function folds(document: RunDocument): string {
  const { models } = document
  const metric = metricOfRun(document, document.primaryMetric)
  const rows = models.map(({ name, metrics }) => {
    const values = Object.hasOwn(metrics, metric.name) ? metrics[metric.name].folds : []
    return [name, values.map((value) => score(metric, value)).join(' ')]
  })
  return `## Fold by fold\n\n${table(['Model', metricHeading(metric)], rows)}`
}

function diverged({ models }: RunDocument): string {
  const rows = models.flatMap(divergedRows)
  if (rows.length === 0) return ''
  return `## Diverged fits\n\n${table(['Model', 'Repeat', 'Fold', 'Epoch', 'Learning rate'], rows)}`
}

function divergedRows({ name, fitResults }: ModelDocument): string[][] {
  return fitResults.flatMap(({ repeat, fold, diverged: what }) =>
    what ? [[name, String(repeat + 1), String(fold + 1), String(what.epoch), String(what.learningRate)]] : [],
  )
}

function checks({ diagnoses: found }: RunDocument): string {
  if (!found) return ''
  const rows = found.candidates.flatMap(({ name, checks: own }) =>
    own
      .filter(({ silenced }) => silenced === undefined)
      .map(({ code, severity, title, evidence }) => {
        const numbers = Object.entries(evidence).map(([key, value]) => `${key} ${String(value)}`)
        return [name, code, severity, `${title} (${numbers.join(', ')}). ${checkCoded(code)?.advice ?? ''}`]
      }),
  )
  const text =
    rows.length === 0 ? 'None of the checks found anything.' : table(['Model', 'Check', 'Severity', 'Found'], rows)
  return `## Checks\n\n${text}`
}

/** What the figures show stands in the HTML report; here are its tables. */
function diagnoses({ diagnoses: found }: RunDocument): string {
  const sections = (found?.sections ?? []).flatMap(({ title, howToRead, candidates }) => {
    const tables = candidates.flatMap(({ name, tables: own, notes }) => [
      ...own.map(({ head, rows }) => `**${inline(name)}**\n\n${table(head.map(inline), rows)}`),
      ...notes.map(inline),
    ])
    return tables.length === 0 ? [] : [`### ${title}\n\n${inline(howToRead)}\n\n${tables.join('\n\n')}`]
  })
  return sections.length === 0 ? '' : `## Where the models are wrong\n\n${sections.join('\n\n')}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const alignment = head.map((_, index) => (index === 0 ? '---' : '---:'))
  return [head, alignment, ...rows.map((row) => row.map(inline))].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** Text as Markdown that stays text: nothing in it marks up, links or breaks a table. */
function inline(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ')
  return oneLine.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/([a-z]+):\/\//gi, '$1\\://')
}

/** A code block whose fence is longer than any within. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}yaml\n${text.trimEnd()}\n${fence}`
}
