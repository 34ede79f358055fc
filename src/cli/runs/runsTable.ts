import type { RunList, RunSummary } from '../../lab/runs/history/listRuns.ts'
import { plainText } from '../plainText.ts'
import { scoreLine } from '../run/scoreLine.ts'
import { textTable } from '../textTable.ts'

const LONGEST_NAME = 30
const LONGEST_SCORE = 44
const HEAD = ['RUN', 'STARTED', 'STATUS', 'NAME', 'DATASET', 'FITS', 'BEST']
const RIGHT: ReadonlySet<number> = new Set([5])

/** Runs as a table for people, newest first unless sorted otherwise. */
export function runsTable({ runs, matching, total }: RunList): string {
  if (matching === 0) return total === 0 ? 'No runs yet.\n' : `None of ${String(total)} runs matches.\n`
  const table = textTable(HEAD, runs.map(rowOf), RIGHT)
  const rest = matching - runs.length
  return rest > 0 ? `${table}and ${String(rest)} more; --count shows more, --filter and --text fewer.\n` : table
}

function rowOf(run: RunSummary): string[] {
  const { finishedFits, divergedFits, plannedFits } = run
  const done = finishedFits + divergedFits
  return [
    run.run,
    run.startedAt.slice(0, 16).replace('T', ' '),
    run.status,
    cut(`${run.isStarred ? '* ' : ''}${run.name}`, LONGEST_NAME),
    cut(run.dataset, LONGEST_NAME),
    done === plannedFits ? String(done) : `${String(done)}/${String(plannedFits)}`,
    run.best ? cut(scoreLine(run.best.name, run.best), LONGEST_SCORE) : '',
  ]
}

function cut(text: string, most: number): string {
  const plain = plainText(text)
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain
}
