import type { ResolvedExperiment } from '../../core/experiment/experiment.ts'
import { referenceNameIn } from '../../core/run/referenceDocument.ts'
import type { ReferenceFit } from '../../core/run/runEvent.ts'
import type { RunState } from '../../core/run/runState.ts'
import type { FitDifference, VerifiedFit } from '../../core/run/verification.ts'
import { firstDifference } from '../runs/replay/firstDifference.ts'

/** Every finished reference fit of a run against the same one fitted again: where they first differ, or nothing. */
export function compareReferenceFits(
  before: RunState,
  again: RunState,
  experiment: ResolvedExperiment,
): readonly ((VerifiedFit & FitDifference) | undefined)[] {
  return before.references.flatMap((reference) => {
    const { kind, fits } = reference
    const model = referenceNameIn(reference, experiment)
    const others = again.references.find((other) => other.kind === kind)?.fits ?? []
    return fits.map((fit) => {
      const { repeat, fold } = fit
      const other = others.find((one) => one.repeat === repeat && one.fold === fold)
      const difference = firstDifference(valuesOf(fit), other && valuesOf(other))
      return difference && { model, repeat, fold, ...difference }
    })
  })
}

function valuesOf({ scores, predictions }: ReferenceFit) {
  return { status: 'finished', history: {}, scores, steps: 0, predictions: predictions.values.flat() }
}
