import { isOnUnitScale } from '../metrics/metrics.ts'
import type { Metric } from '../metrics/metrics.ts'
import { correctedResampledTTest } from '../statistics/correctedResampledTTest.ts'
import { mean } from '../statistics/descriptive.ts'
import { correctedInterval } from '../statistics/interval.ts'
import { holmAdjusted } from '../statistics/manyComparisons.ts'
import { settlingForecast } from '../statistics/settlingForecast.ts'
import { defaultZone, headlineOf, SURE, verdict } from '../statistics/verdict.ts'
import type { VerdictKind } from '../statistics/verdict.ts'
import { testTrainRatio } from './metricDocument.ts'
import type { FoldPreparation } from './runEvent.ts'
import { scoredFolds } from './scoredFolds.ts'
import type { ComparisonDocument, FitDocument, ModelDocument, ReferenceDocument } from './runDocument.ts'

/** Up to so many models each is compared with each; beyond, the best with every other. */
const MOST_FOR_ALL_PAIRS = 4
/** The same where every pair was asked for. */
const MOST_ASKED_FOR = 100
/** What more repeats would bring is worked out for so many pairs, the best ones: each takes some milliseconds. */
const MOST_FORECASTS = 6

/** What models are compared by. */
export interface Ground {
  readonly metric: Metric
  /** Whether the protocol could be repeated with other folds. */
  readonly isRepeatable: boolean
  /** Compares each with each, however many there are (up to a hundred). */
  readonly everyPair?: boolean
}

/**
 * Models compared on the folds they share: the best first, each pair with its corrected resampled t-test and its
 * verdict. p values are also given corrected for the number of comparisons (Holm).
 */
export function compareModels(models: readonly ModelDocument[], ground: Ground): readonly ComparisonDocument[] {
  const best = ranked(models, ground.metric)
  // Means over different sets of folds are not comparable: whoever lost folds to divergence has no verdict.
  const whole = best.filter((model) => scoredFolds(model).diverged === 0)
  const chosen = pairs(whole, ground.everyPair ? MOST_ASKED_FOR : MOST_FOR_ALL_PAIRS)
  const compared = chosen.flatMap(([first, second], i) =>
    compare(first, second, { ...ground, isRepeatable: ground.isRepeatable && i < MOST_FORECASTS }),
  )
  return adjusted(compared)
}

/**
 * The best model compared with each reference model, the model first whichever is better. Their p values are corrected for
 * the number of references: they answer another question than the comparisons of models with each other.
 */
export function compareReferences(
  models: readonly ModelDocument[],
  references: readonly ReferenceDocument[],
  ground: Ground,
): readonly ComparisonDocument[] {
  const [best] = ranked(models, ground.metric)
  if (!best || scoredFolds(best).diverged > 0) return []
  return adjusted(
    references.flatMap((reference) =>
      compare(best, scoredReference(reference), ground).map((comparison) => ({
        ...comparison,
        reference: reference.kind,
      })),
    ),
  )
}

/** A comparison before it is corrected for the number of them. */
export type UnadjustedComparison = Omit<ComparisonDocument, 'adjustedP'>

/** With adjusted p values; a winner that only the unadjusted p supports is none. */
function adjusted(compared: readonly UnadjustedComparison[]): readonly ComparisonDocument[] {
  const ps = holmAdjusted(compared.map(({ p }) => p))
  return compared.map((comparison, index) => {
    const adjustedP = ps[index]
    const isLost = isWinner(comparison.verdict) && comparison.p < 1 - SURE && adjustedP >= 1 - SURE
    if (!isLost) return { ...comparison, adjustedP }
    const { first, second } = comparison
    return { ...comparison, adjustedP, verdict: 'cannotTell', headline: headlineOf('cannotTell', first, second) }
  })
}

function isWinner(kind: VerdictKind): boolean {
  return kind === 'firstBetter' || kind === 'secondBetter'
}

/**
 * Those that have a score, the best first. Those that some folds are missing of rank after all others, the more folds the
 * earlier: a mean over the folds that survived is no mean over all.
 */
export function ranked<Model extends Pick<ModelDocument, 'metrics'>>(
  models: readonly Model[],
  { name, isGreaterBetter }: Metric,
): readonly Model[] {
  const sign = isGreaterBetter ? -1 : 1
  const scored = models.flatMap((model) => {
    const mean = Object.hasOwn(model.metrics, name) ? model.metrics[name].mean : null
    return mean === null ? [] : [{ model, mean, folds: foldsOf(model) }]
  })
  return scored
    .sort(
      (a, b) =>
        Number(b.folds.isWhole) - Number(a.folds.isWhole) ||
        (a.folds.isWhole ? 0 : b.folds.scored - a.folds.scored) ||
        sign * (a.mean - b.mean),
    )
    .map(({ model }) => model)
}

/** What tells whether every fold of a model has a score. */
type FoldsOfModel = Pick<ModelDocument, 'fitResults' | 'fits' | 'planned'>

/** References have no fits of their own: all their folds are there. */
function foldsOf(model: object): { readonly isWhole: boolean; readonly scored: number } {
  return isModel(model) ? scoredFolds(model) : { isWhole: true, scored: 0 }
}

function isModel(model: object): model is FoldsOfModel {
  return 'fitResults' in model && 'fits' in model && 'planned' in model
}

function pairs(
  models: readonly ModelDocument[],
  mostForAll: number,
): readonly (readonly [ModelDocument, ModelDocument])[] {
  if (models.length > mostForAll) return models.slice(1).map((other) => [models[0], other] as const)
  return models.flatMap((first, index) => models.slice(index + 1).map((second) => [first, second] as const))
}

/** What is compared: the scores of fits, by place. */
export interface Scored {
  readonly name: string
  readonly fitResults: readonly ScoredFit[]
}

type ScoredFit = Pick<FitDocument, 'repeat' | 'fold' | 'outer' | 'scores'> & {
  readonly preparation?: Pick<FoldPreparation, 'trainRows' | 'testRows'>
}

/** A reference model as what is compared. */
export function scoredReference({ name, fitResults }: ReferenceDocument): Scored {
  return { name, fitResults: fitResults.map((fit) => ({ ...fit, preparation: fit })) }
}

/** Two models on the folds they share, in the order given; empty where they cannot be compared. */
export function compare(
  first: Scored,
  second: Scored,
  { metric: ranking, isRepeatable }: Ground,
): readonly UnadjustedComparison[] {
  const { name: metric, isGreaterBetter } = ranking
  const shared = sharedFolds(first, second, metric)
  const ratio = testTrainRatio(shared.fits)
  if (ratio === undefined) return []
  const { firstScores, secondScores } = shared
  const zone = defaultZone(isOnUnitScale(ranking), mean(firstScores), mean(secondScores))
  const comparison = { first: firstScores, second: secondScores, testTrainRatio: ratio, zone, isGreaterBetter }
  const judged = verdict(comparison)
  const test = correctedResampledTTest(firstScores, secondScores, ratio)
  if (!judged || !test) return []
  const differences = firstScores.map((score, index) => score - secondScores[index])
  const scale = [...firstScores, ...secondScores].reduce((most, score) => Math.max(most, Math.abs(score)), 0)
  const interval = correctedInterval(differences, ratio, { scale })
  const isOpen = isRepeatable && (judged.kind === 'noDifference' || judged.kind === 'cannotTell')
  return [
    {
      first: first.name,
      second: second.name,
      metric,
      folds: firstScores.length,
      difference: judged.difference,
      interval,
      ...(interval === null && { intervalAbsent: 'equalDifferences' as const }),
      p: test.p,
      chances: judged.chances,
      zone,
      verdict: judged.kind,
      headline: headlineOf(judged.kind, first.name, second.name),
      settling: isOpen ? settlingForecast({ ...comparison, repeatOf: shared.fits.map(({ repeat }) => repeat) }) : null,
    },
  ]
}

interface SharedFolds {
  readonly firstScores: readonly number[]
  readonly secondScores: readonly number[]
  readonly fits: readonly ScoredFit[]
}

/** Scores on the outermost splits that both models finished with a defined score. */
function sharedFolds(first: Scored, second: Scored, metric: string): SharedFolds {
  const scores = scoresByPlace(second, metric)
  const shared = [...scoresByPlace(first, metric)].filter(([place]) => scores.has(place))
  return {
    firstScores: shared.map(([, { score }]) => score),
    secondScores: shared.map(([place]) => scores.get(place)?.score ?? NaN),
    fits: shared.map(([, { fit }]) => fit),
  }
}

function scoresByPlace(
  { fitResults }: Scored,
  metric: string,
): ReadonlyMap<string, { readonly score: number; readonly fit: ScoredFit }> {
  const outermost = fitResults.filter((fit) => fit.outer === undefined)
  return new Map(
    outermost.flatMap((fit) => {
      const score = fit.scores?.[metric] ?? null
      return score === null ? [] : [[`${String(fit.repeat)}/${String(fit.fold)}`, { score, fit }] as const]
    }),
  )
}
