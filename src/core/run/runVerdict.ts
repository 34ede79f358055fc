import type { Metric } from '../metrics/metrics.ts'
import { ranked } from './compareModels.ts'
import { comparisonsOfModels } from './comparisonsOfModels.ts'
import type { ModelDocument, RunDocument } from './runDocument.ts'
import { scoredFolds } from './scoredFolds.ts'

/**
 * What a run says of its models: `better` of two, `best` of more, practically the `same`, `noDifference` that matters probably,
 * `cannotTell`; `reaches` where there is nothing to compare the best with, `partial` where no model has all its folds, `none`
 * without any score.
 */
export type RunVerdictKind = 'better' | 'best' | 'same' | 'noDifference' | 'cannotTell' | 'reaches' | 'partial' | 'none'

/** The verdict of a run, and the models it is about, the best first. */
export interface RunVerdict {
  readonly kind: RunVerdictKind
  readonly models: readonly ModelDocument[]
  /** Comparisons of the best with others. */
  readonly comparisons: number
}

/** The verdict of a run on its models, by the metric that ranks them. */
export function runVerdict(document: RunDocument, metric: Metric): RunVerdict {
  const scored = ranked(document.models, metric)
  const whole = scored.filter((model) => scoredFolds(model).isWhole)
  // Of a run that was stopped no candidate has all folds: then those that lost none to divergence stand for it.
  const models = whole.length > 0 ? whole : scored.filter((model) => scoredFolds(model).diverged === 0)
  const best = models.at(0)
  if (!best) return { kind: scored.length > 0 ? 'partial' : 'none', models, comparisons: 0 }
  const ofBest = comparisonsOfModels(document).filter(
    ({ first, second }) => first === best.name || second === best.name,
  )
  const verdicts = ofBest.map(({ verdict }) => verdict)
  return { kind: models.length === 1 ? 'reaches' : kindOf(verdicts), models, comparisons: ofBest.length }
}

function kindOf(verdicts: readonly string[]): RunVerdictKind {
  if (verdicts.length === 0) return 'reaches'
  if (verdicts.every((verdict) => verdict === 'firstBetter')) return verdicts.length === 1 ? 'better' : 'best'
  if (verdicts.every((verdict) => verdict === 'same')) return 'same'
  return verdicts.every((verdict) => verdict === 'same' || verdict === 'noDifference') ? 'noDifference' : 'cannotTell'
}
