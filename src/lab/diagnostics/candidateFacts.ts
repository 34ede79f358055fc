import { readExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { rankingMetric } from '../../core/experiment/resolve/rankingMetric.ts'
import type { Sibling } from '../../core/diagnostics/checks/check.ts'
import type { Metric } from '../../core/metrics/metrics.ts'
import type { RunContext } from '../../core/run/buildRunDocument.ts'
import type { MetricDocument } from '../../core/run/runDocument.ts'
import { loadRun } from '../runs/store/loadRun.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { outermostOf } from '../../core/split/outermostOf.ts'

/** What checks know of a candidate beside its fits. */
export interface CandidateFacts {
  readonly position: number
  readonly siblings: readonly Sibling[]
  readonly ranking: Metric
  readonly strategy: string
  readonly dateColumns: readonly string[]
  readonly isUntouched: boolean
}

/** Reads what the run and its other candidates say of a candidate. */
export function candidateFacts(workspace: Workspace, runId: string, position: number): CandidateFacts {
  const { context } = loadRun(workspace, runId)
  const stored = workspace.database.all<{ metrics: string }>(
    'SELECT metrics FROM candidates WHERE run = ? ORDER BY position',
    [runId],
  )
  const metrics = stored.map((row) => JSON.parse(row.metrics) as Record<string, MetricDocument>)
  return factsOf(context, metrics, position)
}

/** As {@link candidateFacts}, of a run that is in memory; `metrics` of every candidate in order. */
export function factsOf(
  { experiment, experimentText, dataset }: RunContext,
  metrics: readonly Readonly<Record<string, MetricDocument>>[],
  position: number,
): CandidateFacts {
  const ranking = rankingMetric(experiment)
  const { validation } = experiment
  return {
    position,
    ranking,
    strategy: outermostOf(validation).strategy,
    dateColumns: dataset.dateColumns ?? [],
    isUntouched: isUntouched(experimentText),
    siblings: experiment.candidates.map((candidate, index) => {
      const own = metrics.at(index) ?? {}
      const found = Object.hasOwn(own, ranking.name) ? own[ranking.name] : undefined
      return { ...candidate, folds: found?.folds ?? [], mean: found?.mean ?? null }
    }),
  }
}

/** Keys of a model that say what it is, not how it is trained. */
const IDENTITY: ReadonlySet<string> = new Set(['name', 'layers', 'extends', 'patch', 'metrics'])

/** Whether an experiment file leaves training and preprocessing to the defaults. A file that cannot be read is not said to. */
function isUntouched(text: string): boolean {
  try {
    const { training, preprocessing, models } = readExperiment(text).file
    const isSet = (part: object | undefined): boolean => Object.keys(part ?? {}).some((key) => !IDENTITY.has(key))
    return !isSet(training) && !isSet(preprocessing) && !models.some(isSet)
  } catch {
    return false
  }
}
