import type { ResolvedExperiment } from '../experiment/experiment.ts'
import { strategyNamed } from '../split/strategies.ts'
import type { FlatValidation } from '../split/validationSpec.ts'

/** What a run will train. */
export interface RunPlan {
  readonly candidates: number
  /** Networks to be trained in all, without final models. */
  readonly fits: number
  /** Training steps of all fits together, where none stops early. */
  readonly steps: number
}

/** The fits and steps that an experiment comes to on a table of so many rows. */
export function runPlan(
  { candidates, validation }: Pick<ResolvedExperiment, 'candidates' | 'validation'>,
  rows: number,
): RunPlan {
  const splits = validation.strategy === 'nested' ? nestedSplits(validation, rows) : flatSplits(validation, rows)
  const stepsOf = ({ spec: { training } }: ResolvedExperiment['candidates'][number]): number =>
    splits.reduce(
      (sum, { count, trainRows }) => sum + count * training.epochs * Math.ceil(trainRows / training.batchSize),
      0,
    )
  return {
    candidates: candidates.length,
    fits: candidates.length * splits.reduce((sum, { count }) => sum + count, 0),
    steps: candidates.reduce((sum, candidate) => sum + stepsOf(candidate), 0),
  }
}

/** Splits of one size. */
interface Splits {
  readonly count: number
  readonly trainRows: number
}

function flatSplits(how: FlatValidation, rows: number): readonly Splits[] {
  const strategy = strategyNamed(how.strategy)
  const folds = strategy.foldsPerRepeat(how, rows)
  // Where groups decide on the sizes of folds, they are taken to be equal.
  const trainRows = Math.max(strategy.smallestTrain(how, rows), Math.floor(rows / 2))
  return [{ count: folds * (strategy.takes.includes('repeats') ? how.repeats : 1), trainRows }]
}

function nestedSplits(
  { outer, inner }: { readonly outer: FlatValidation; readonly inner: FlatValidation },
  rows: number,
): readonly Splits[] {
  return flatSplits(outer, rows).flatMap((split) => [
    split,
    ...flatSplits(inner, split.trainRows).map(({ count, trainRows }) => ({ count: count * split.count, trainRows })),
  ])
}
