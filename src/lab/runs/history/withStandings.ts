import type { HistoryRow } from '../../../contract/history.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import type { MetricDocument } from '../../../core/run/runDocument.ts'
import { sweepStandings } from '../../../core/run/sweepStanding.ts'
import type { Standing } from '../../../core/run/sweepStanding.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** Sweeps whose standings are kept, of each workspace. */
const MOST_KEPT = 200

/** Standings by the id of the candidate's row. */
type Standings = ReadonlyMap<string, Standing>

interface Kept {
  /** Of what the standings were made: other results, other standings. */
  readonly stamp: string
  readonly standings: Standings
}

/** A page is asked for again and again while its sweeps stay as they are. */
const KEPT = new WeakMap<Workspace, Map<string, Kept>>()

/** Rows with the standing of each that is of a sweep, by the first of these scores that it has, else by the one that ranks. */
export function withStandings(
  workspace: Workspace,
  rows: readonly HistoryRow[],
  leading: readonly string[],
): HistoryRow[] {
  const sweeps = Map.groupBy(
    rows.filter(({ sweepSize }) => sweepSize > 1),
    sweepName,
  )
  const standings = new Map(
    [...sweeps].map(([name, [first]]) => [name, keptStandings(workspace, first, metricOf(first, leading))]),
  )
  return rows.map((row) => {
    const standing = standings.get(sweepName(row))?.get(row.id)
    return standing ? { ...row, standing } : row
  })
}

function sweepName({ runId, model }: HistoryRow): string {
  return `${runId} ${model}`
}

function metricOf({ metrics, primaryMetric }: HistoryRow, leading: readonly string[]): string {
  return leading.find((one) => Object.hasOwn(metrics, one)) ?? primaryMetric
}

/** The standings in the sweep of `row`, made anew where a fit came to its end since. */
function keptStandings(workspace: Workspace, row: HistoryRow, metric: string): Standings {
  const kept = KEPT.get(workspace) ?? new Map<string, Kept>()
  KEPT.set(workspace, kept)
  const name = `${sweepName(row)} ${metric}`
  const stamp = stampOf(workspace, row)
  const known = kept.get(name)
  if (known?.stamp === stamp) return known.standings
  const standings = standingsOf(workspace, row, metric)
  kept.delete(name)
  if (kept.size >= MOST_KEPT) kept.delete([...kept.keys()][0])
  kept.set(name, { stamp, standings })
  return standings
}

function stampOf({ database }: Workspace, { runId, model }: HistoryRow): string {
  const found = database.get<{ stamp: string }>(
    `SELECT count(*) || ' ' || sum(fits) || ' ' || sum(failed) || ' ' || sum(planned) AS stamp
     FROM candidates WHERE run = ? AND model = ?`,
    [runId, model],
  )
  return found?.stamp ?? ''
}

interface StoredCandidate {
  readonly position: number
  readonly fits: number
  readonly failed: number
  readonly planned: number
  readonly metric: string | null
}

/** The standings of all candidates of a sweep. */
function standingsOf(workspace: Workspace, { runId, model }: HistoryRow, metric: string): Standings {
  const stored = workspace.database.all<StoredCandidate>(
    `SELECT position, fits, failed, planned, json_extract(metrics, ?) AS metric FROM candidates
     WHERE run = ? AND model = ?`,
    [`$."${metric}"`, runId, model],
  )
  const candidates = stored.map(({ position, fits, failed, planned, metric: text }) => {
    const scores = text === null ? undefined : (JSON.parse(text) as MetricDocument)
    return {
      id: `${runId}/${String(position)}`,
      mean: failed === 0 && fits >= planned ? (scores?.mean ?? null) : null,
      folds: scores?.folds ?? [],
    }
  })
  const { isGreaterBetter } = metricOrPlain(metric)
  return sweepStandings(candidates, { isGreaterBetter, testTrainRatio: testTrainRatioOf(workspace, runId) })
}

/** Held-out rows per training row of a run's folds, averaged; absent where no fit says. */
function testTrainRatioOf({ database }: Workspace, runId: string): number | undefined {
  const found = database.get<{ ratio: number | null }>(
    `SELECT avg(json_extract(f.preparation, '$.testRows') * 1.0 / json_extract(f.preparation, '$.trainRows')) AS ratio
     FROM fits f JOIN candidates c ON c.id = f.candidate WHERE c.run = ? AND f.outerFold = -1 AND c.position = 0`,
    [runId],
  )
  return found?.ratio ?? undefined
}
