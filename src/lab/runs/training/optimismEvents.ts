import type { Table } from '../../../core/dataset/table.ts'
import type { ResolvedExperiment } from '../../../core/experiment/experiment.ts'
import { rankingMetric } from '../../../core/experiment/resolve/rankingMetric.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { bootstrapOptimism } from '../../../core/run/sweepOptimism.ts'
import type { RunEvent } from '../../../core/run/runEvent.ts'
import type { RunState } from '../../../core/run/runState.ts'
import { inTurns } from '../../eventLoop/inTurns.ts'

/**
 * What choosing the best candidate of a finished run is worth, as an event; none where there is nothing to choose from, or
 * where a nested protocol scores the choice itself.
 */
export async function optimismEvents(
  state: RunState,
  { candidates, task, seed, validation, metrics }: ResolvedExperiment,
  tableOf: () => Promise<Table>,
): Promise<readonly RunEvent[]> {
  if (candidates.length < 2 || validation.strategy === 'nested') return []
  const truth = { ...encodeTarget(await tableOf(), task), task }
  const ranking = rankingMetric({ task, ...(metrics && { metrics }) })
  const estimate = await inTurns(bootstrapOptimism(state.candidates, truth, ranking, seed))
  return estimate ? [{ kind: 'optimism', estimate, atMs: state.atMs }] : []
}
