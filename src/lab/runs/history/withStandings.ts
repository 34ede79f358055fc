import type { HistoryRow } from '../../../contract/history.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import { sweepStandings } from '../../../core/run/sweepStanding.ts'
import type { Standing } from '../../../core/run/sweepStanding.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { historyRowsOf } from './historyRows.ts'

/** Rows with the standing of each that is of a sweep, by the first of these scores that it has, else by the one that ranks. */
export function withStandings(
  workspace: Workspace,
  rows: readonly HistoryRow[],
  leading: readonly string[],
): HistoryRow[] {
  const sweeps = Map.groupBy(
    rows.filter(({ sweepSize }) => sweepSize > 1),
    ({ runId, model }) => `${runId} ${model}`,
  )
  const standings = new Map(
    [...sweeps.values()].flatMap((seen) => [...standingsOf(workspace, wholeSweep(workspace, seen), leading)]),
  )
  return rows.map((row) => {
    const standing = standings.get(row.id)
    return standing ? { ...row, standing } : row
  })
}

/** All candidates of a sweep of which some are seen. */
function wholeSweep(workspace: Workspace, seen: readonly HistoryRow[]): readonly HistoryRow[] {
  const [{ runId, model, sweepSize }] = seen
  if (seen.length === sweepSize) return seen
  const sql = 'SELECT id FROM candidates WHERE run = ? AND model = ?'
  const ids = workspace.database.all<{ id: number }>(sql, [runId, model])
  return historyRowsOf(
    workspace,
    ids.map(({ id }) => id),
  )
}

/** The standings in a sweep, by the ids of its rows. */
function standingsOf(
  workspace: Workspace,
  sweep: readonly HistoryRow[],
  leading: readonly string[],
): ReadonlyMap<string, Standing> {
  const [{ runId, metrics, primaryMetric }] = sweep
  const name = leading.find((one) => Object.hasOwn(metrics, one)) ?? primaryMetric
  const candidates = sweep.map(({ id, failed, fits, planned, metrics: scores }) => ({
    id,
    mean: failed === 0 && fits >= planned ? (scores[name]?.mean ?? null) : null,
    folds: scores[name]?.folds ?? [],
  }))
  const { isGreaterBetter } = metricOrPlain(name)
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
