import { DEFAULT_IMPORTANCE } from '../diagnostics/explainSettings.ts'
import type { ResolvedExperiment } from '../experiment/experiment.ts'
import { rankingMetric } from '../experiment/resolve/rankingMetric.ts'
import { outermostOf } from '../split/outermostOf.ts'
import { strategyNamed } from '../split/strategies.ts'
import type { ExplainRequest } from './trainerJob.ts'

/** Rows predicted for importance, as a share of the rows that training passes through: forward, back and once more for the weights. */
const MOST_SHARE = 0.1
const PASSES = 3
/** Rows predicted for one candidate: what is little beside a very long training is long all the same. */
const MOST_PREDICTED = 20_000_000
/** Sweeps are searched; what their candidates see in columns is computed for the few that are looked into. */
const MOST_CANDIDATES = 20
/** Copies of each held-out row for partial dependence. */
const DEPENDENCE_COPIES = 220

/** What a run is to compute from the models of its folds. `auto` computes importance where it adds little to the training. */
export function explainRequest(
  experiment: Pick<
    ResolvedExperiment,
    'importance' | 'learningCurve' | 'candidates' | 'validation' | 'task' | 'metrics'
  >,
  table: { readonly rows: number; readonly features: number },
): ExplainRequest {
  const { importance = 'none' } = experiment
  const isOn = importance === 'auto' ? isCheap(experiment, table) : importance !== 'none'
  const settings = typeof importance === 'string' ? DEFAULT_IMPORTANCE : importance
  const fractions = experiment.learningCurve?.fractions.filter((fraction) => fraction < 1) ?? []
  return {
    ranking: rankingMetric(experiment).name,
    ...(isOn && { importance: settings }),
    ...(fractions.length > 0 && { fractions }),
  }
}

function isCheap(
  { candidates, validation }: Pick<ResolvedExperiment, 'candidates' | 'validation'>,
  { rows, features }: { readonly rows: number; readonly features: number },
): boolean {
  if (candidates.length > MOST_CANDIDATES) return false
  const how = outermostOf(validation)
  const strategy = strategyNamed(how.strategy)
  const folds = strategy.foldsPerRepeat(how, rows)
  const heldOut = Math.min(rows, folds * strategy.largestHeldOut(how, rows))
  const predicted = heldOut * (features * DEFAULT_IMPORTANCE.shuffles + DEPENDENCE_COPIES)
  const epochs = Math.min(...candidates.map(({ spec }) => spec.training.epochs))
  const trained = folds * strategy.smallestTrain(how, rows) * epochs * PASSES
  return predicted * how.repeats <= MOST_PREDICTED && predicted <= MOST_SHARE * trained
}
