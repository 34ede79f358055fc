import type { RunDocument } from '../../core/run/runDocument.ts'
import type { RunSummary } from '../../lab/runs/history/listRuns.ts'
import { durationText } from '../durationText.ts'
import { plainText } from '../plainText.ts'
import { divergedLines } from '../run/divergedLines.ts'
import { reportContext } from '../../lab/exports/report/reportContext.ts'
import { referenceLines } from '../run/referenceLines.ts'
import { scoreLines } from '../run/scoreLines.ts'

/** A run for people: what it was, on what, where, and how good. */
export function runText(document: RunDocument, summary: RunSummary): string {
  const facts = [...about(document, summary), ...where(document)]
  const width = Math.max(...facts.map(([label]) => label.length))
  const lines = facts.map(([label, value]) => `${label.padEnd(width)}  ${plainText(value)}\n`)
  const notices = document.notices.map((notice) => `Note: ${plainText(notice)}\n`)
  return [
    ...lines,
    '\n',
    scoreLines(document),
    referenceLines(reportContext(document)),
    divergedLines(document),
    ...notices,
  ].join('')
}

type Fact = readonly [label: string, value: string]

function about({ run, name, startedAt, seconds, seed, dataset }: RunDocument, summary: RunSummary): Fact[] {
  const { status, plannedFits, finishedFits, divergedFits, tags, note, extendedFrom, isStarred, deletedAt } = summary
  const done = finishedFits + divergedFits
  return [
    ['Run', `${run}${isStarred ? ' *' : ''}`],
    ['Name', name],
    ['Status', status],
    ['Started', `${startedAt}, ${durationText(seconds * 1000)}`],
    [
      'Fits',
      `${String(done)} of ${String(plannedFits)}${divergedFits > 0 ? `, ${String(divergedFits)} diverged` : ''}`,
    ],
    ['Data', `${dataset.file ?? 'unnamed'}, ${String(dataset.rows)} rows, ${String(dataset.features)} features`],
    ['SHA-256', dataset.sha256],
    ['Seed', String(seed)],
    ...optional('Extended from', extendedFrom),
    ...optional('Tags', tags.join(', ')),
    ...optional('Note', note),
    ...optional('Deleted', deletedAt),
  ]
}

function where({ backend, environment }: RunDocument): Fact[] {
  const { holdout, node, platform, cpu, cores } = environment
  const computed = backend
    ? `${backend.name} ${backend.version}, ${backend.program}, threads ${String(backend.threads.intraOp)} + ${String(backend.threads.interOp)}`
    : 'not started'
  return [
    ['Backend', computed],
    ['Environment', `Holdout ${holdout}, Node ${node}, ${platform}, ${cpu}, ${String(cores)} cores`],
  ]
}

function optional(label: string, value: string | null): Fact[] {
  return value === null || value === '' ? [] : [[label, value]]
}
