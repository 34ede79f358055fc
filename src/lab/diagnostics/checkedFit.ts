import type { CheckedFit } from '../../core/diagnostics/checks/checkedFit.ts'
import { historyOf } from '../../core/run/runState.ts'
import type { FitState } from '../../core/run/runState.ts'

/** A finished or diverged fit of a run in memory, as diagnostics see it. */
export function checkedFit(fit: FitState): CheckedFit {
  const { key, status, scores = {}, epoch, bestEpoch, preparation, explanation } = fit
  return {
    repeat: key.repeat,
    fold: key.fold,
    isDiverged: status === 'diverged',
    scores,
    history: historyOf(fit),
    epochs: epoch,
    ...(bestEpoch !== undefined && { bestEpoch }),
    trainRows: preparation?.trainRows ?? 0,
    testRows: preparation?.testRows ?? 0,
    ...(explanation && { explanation }),
  }
}
