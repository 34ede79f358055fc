import type { Task } from '../../core/dataset/table.ts'
import { metricOrPlain, primaryMetric } from '../../core/metrics/primaryMetric.ts'
import { candidateRefs } from '../runs/store/candidateRef.ts'
import { findRun } from '../runs/store/findRun.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** One candidate of a run, as a person named it. */
export interface ChosenCandidate {
  /** `run/index`. */
  readonly id: string
  /** From 1. */
  readonly number: number
  /** Candidates of the run that were not named; 0 where one was named. */
  readonly others: number
}

interface Scored {
  readonly position: number
  readonly mean: number | null
  readonly task: Task
  readonly rankedBy: string | null
  /** Fits that diverged. */
  readonly failed: number
}

/**
 * `RUN/N` (from 1), or of `RUN` alone the best candidate by the metric that ranks, the first where none is scored.
 * @throws HoldoutError `usage/no-such-run`, `usage/ambiguous-run`, `workspace/no-such-candidate`
 */
export function chosenCandidate(workspace: Workspace, request: string): ChosenCandidate {
  const [, run, named] = /^(.*)\/(\d{1,6})$/.exec(request) ?? [undefined, request]
  const runId = findRun(workspace, run)
  if (named !== undefined) {
    const id = `${runId}/${String(Number(named) - 1)}`
    candidateRefs(workspace, [id])
    return { id, number: Number(named), others: 0 }
  }
  const candidates = workspace.database.all<Scored>(SCORES, [runId])
  const best = bestOf(candidates)
  return { id: `${runId}/${String(best)}`, number: best + 1, others: Math.max(0, candidates.length - 1) }
}

/** Metrics of candidates hold a mean by name; `settings` names the one that ranks, where the experiment does. */
const SCORES = `SELECT c.position, r.task, json_extract(r.settings, '$.rankedBy') AS rankedBy,
    json_extract(c.metrics, '$.' || coalesce(json_extract(r.settings, '$.rankedBy'),
      CASE r.task WHEN 'regression' THEN 'rootMeanSquaredError' ELSE 'accuracy' END) || '.mean') AS mean, c.failed
  FROM candidates c JOIN runs r ON r.id = c.run WHERE r.id = ? ORDER BY c.position`

function bestOf(candidates: readonly Scored[]): number {
  const withMean = candidates.flatMap(({ position, mean, failed }) =>
    mean === null ? [] : [{ position, mean, failed }],
  )
  // A mean over the folds that survived is comparable with no other.
  const whole = withMean.filter(({ failed }) => failed === 0)
  const scored = whole.length > 0 ? whole : withMean
  if (scored.length === 0) return candidates[0]?.position ?? 0
  const { task, rankedBy } = candidates[0]
  const { isGreaterBetter } = rankedBy === null ? primaryMetric(task) : metricOrPlain(rankedBy)
  return scored.reduce((best, one) => ((isGreaterBetter ? one.mean > best.mean : one.mean < best.mean) ? one : best))
    .position
}
