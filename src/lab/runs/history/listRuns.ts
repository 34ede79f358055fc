import type { HistoryQuery, HistoryRow } from '../../../contract/history.ts'
import type { RunStatus } from '../../../contract/runs.ts'
import { metricOrPlain, primaryMetric } from '../../../core/metrics/primaryMetric.ts'
import type { Task } from '../../../core/dataset/table.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { historyRowsOf } from './historyRows.ts'
import { conditionSql, IS_WHOLE, orderSql } from './historySql.ts'
import { shownStatus } from '../store/shownStatus.ts'
import { statusSql } from '../store/statusSql.ts'

/** One run as a line of a list. */
export interface RunSummary {
  readonly run: string
  readonly name: string
  readonly task: Task
  readonly status: RunStatus
  /** ISO 8601. */
  readonly startedAt: string
  readonly seconds: number
  readonly dataset: string
  /** Candidates that met the conditions. */
  readonly matching: number
  readonly plannedFits: number
  readonly finishedFits: number
  readonly divergedFits: number
  readonly note: string
  readonly tags: readonly string[]
  readonly isStarred: boolean
  readonly extendedFrom: string | null
  /** ISO 8601; null unless deleted. */
  readonly deletedAt: string | null
  /** The candidate with the best mean of the metric that ranks; null before any has a score. */
  readonly best: HistoryRow | null
}

export interface RunList {
  readonly runs: readonly RunSummary[]
  /** Runs that meet the conditions. */
  readonly matching: number
  /** All runs there are, deleted ones left out. */
  readonly total: number
}

interface StoredSummary extends Omit<RunSummary, 'tags' | 'isStarred' | 'matching' | 'best'> {
  readonly tags: string
  readonly isStarred: number
}

const SELECT = `
SELECT r.id AS run, r.name, r.task, ${statusSql('r')} AS status, r.startedAt, r.seconds, r.datasetName AS dataset, r.plannedFits,
  r.finishedFits, r.divergedFits, r.note, r.isStarred, r.extendedFrom, r.deletedAt,
  (SELECT json_group_array(tag ORDER BY tag) FROM tags WHERE tags.run = r.id) AS tags
FROM json_each(?) wanted CROSS JOIN runs r ON r.id = wanted.value ORDER BY wanted.key`

/** Runs of which some candidate meets a query's conditions, sorted by their first candidate in the query's order. */
export function listRuns(workspace: Workspace, query: HistoryQuery): RunList {
  const { from = 0, count = 100 } = query
  const matching = matchingRuns(workspace, query)
  const page = [...matching.keys()].slice(from, from + count)
  const rows = workspace.database.all<StoredSummary>(SELECT, [JSON.stringify(page)])
  const total = workspace.database.get<{ total: number }>('SELECT count(*) AS total FROM runs WHERE deletedAt IS NULL')
  const best = bestCandidates(workspace, page)
  return {
    runs: rows.map((row) =>
      summaryOf(workspace, row, { matching: matching.get(row.run) ?? 0, best: best.get(row.run) }),
    ),
    matching: matching.size,
    total: total?.total ?? 0,
  }
}

/** One run as a line of a list. The run must be there. */
export function summarizedRun(workspace: Workspace, runId: string): RunSummary {
  const [row] = workspace.database.all<StoredSummary>(SELECT, [JSON.stringify([runId])])
  return summaryOf(workspace, row, { matching: 0, best: bestCandidates(workspace, [runId]).get(runId) })
}

/** Matching candidates of each run, runs in order. */
function matchingRuns({ database }: Workspace, query: HistoryQuery): ReadonlyMap<string, number> {
  const where = conditionSql(query)
  const order = orderSql(query)
  const rows = database.all<{ run: string }>(
    `SELECT c.run FROM candidates c JOIN runs r ON r.id = c.run WHERE ${where.sql} ORDER BY ${order.sql}`,
    [...where.values, ...order.values],
  )
  const counts = new Map<string, number>()
  for (const { run } of rows) counts.set(run, (counts.get(run) ?? 0) + 1)
  return counts
}

interface Found {
  readonly matching: number
  readonly best: HistoryRow | undefined
}

function summaryOf(workspace: Workspace, row: StoredSummary, { matching, best }: Found): RunSummary {
  return {
    ...row,
    status: shownStatus(workspace, row.run, row.status),
    tags: JSON.parse(row.tags) as string[],
    isStarred: row.isStarred === 1,
    matching,
    best: best ?? null,
  }
}

interface Scored {
  readonly id: number
  readonly run: string
  /** The metric that ranks the run's candidates. */
  readonly metric: string
  readonly mean: number
}

const SCORED = `
WITH ranked AS (
  SELECT r.id AS run,
    coalesce(json_extract(r.settings, '$.rankedBy'), CASE r.task WHEN 'regression' THEN ? ELSE ? END) AS metric
  FROM json_each(?) wanted JOIN runs r ON r.id = wanted.value
)
SELECT c.id, c.run, ranked.metric, json_extract(c.means, '$.' || ranked.metric) AS mean
FROM ranked CROSS JOIN candidates c ON c.run = ranked.run
WHERE mean IS NOT NULL AND ${IS_WHOLE} ORDER BY c.run, c.position`

/** Of each run the candidate with the best mean of the metric that ranks; the first of equals. */
function bestCandidates(workspace: Workspace, runs: readonly string[]): ReadonlyMap<string, HistoryRow> {
  const names = [primaryMetric('regression').name, primaryMetric('binary').name]
  const scored = workspace.database.all<Scored>(SCORED, [...names, JSON.stringify(runs)])
  const best = new Map<string, Scored>()
  for (const one of scored) {
    const known = best.get(one.run)
    if (!known || isBetter(one, known)) best.set(one.run, one)
  }
  const ids = [...best.values()].map(({ id }) => id)
  return new Map(historyRowsOf(workspace, ids).map((row) => [row.runId, row]))
}

function isBetter(one: Scored, other: Scored): boolean {
  return metricOrPlain(one.metric).isGreaterBetter ? one.mean > other.mean : one.mean < other.mean
}
