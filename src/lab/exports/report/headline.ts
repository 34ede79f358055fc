import { ranked } from '../../../core/run/compareModels.ts'
import { metricOfRun } from '../../../core/run/metricOfRun.ts'
import { partialWords, scoredFolds } from '../../../core/run/scoredFolds.ts'
import { undefinedWords } from '../../../core/run/undefinedWords.ts'
import { constantSentences } from '../../../core/run/constantSentences.ts'
import { runVerdict } from '../../../core/run/runVerdict.ts'
import type { RunVerdict } from '../../../core/run/runVerdict.ts'
import { comparisonsOfModels } from '../../../core/run/comparisonsOfModels.ts'
import type { ModelDocument, RunDocument } from '../../../core/run/runDocument.ts'
import type { Metric } from '../../../core/metrics/metrics.ts'
import { chanceOfFalseAlarm } from '../../../core/statistics/manyComparisons.ts'
import { decimals, significant } from './formatNumbers.ts'
import { optimismSentence } from './optimismSentence.ts'
import { referenceSentences } from './referenceSentences.ts'

/** The result in plain words: what stands out, then what it rests on. */
export interface Headline {
  readonly strong: string
  readonly sentences: readonly string[]
}

/** Comparisons beyond which a word about their number is due. */
const MANY_COMPARISONS = 5

/** What a run came to, in words that claim no more than its tests do. */
export function headline(document: RunDocument): Headline {
  const metric = metricOfRun(document, document.primaryMetric)
  const scored = ranked(document.models, metric)
  const verdict = runVerdict(document, metric)
  const { models } = verdict
  const sentences = [
    ...referenceSentences(document),
    ...rangeSentence(models, metric),
    ...partialSentences(
      scored.filter((model) => !models.includes(model)),
      metric,
    ),
    ...undefinedSentence(document, metric),
    ...chanceSentence(document),
    ...constantSentences(document),
    ...cautions(document),
  ]
  return { strong: strongWords(verdict, metric), sentences }
}

function strongWords({ kind, models, comparisons }: RunVerdict, metric: Metric): string {
  if (kind === 'none') return 'No model has a score.'
  if (kind === 'partial') return 'No model has a score over all folds.'
  if (kind === 'same') return 'Practically the same.'
  if (kind === 'noDifference') return 'Probably no meaningful difference.'
  if (kind === 'cannotTell')
    return comparisons === 1 ? 'Cannot tell yet which is better.' : 'Cannot tell yet which is best.'
  const [best] = models
  if (kind === 'reaches') return `${best.name} reaches ${scoreWords(metric, meanOf(best, metric))}.`
  return kind === 'better' ? `${best.name} is better.` : `${best.name} is best.`
}

function rangeSentence(models: readonly ModelDocument[], metric: Metric): readonly string[] {
  if (models.length === 0) return []
  const means = models.map((model) => meanOf(model, metric))
  const spreads = models.map((model) => model.metrics[metric.name].std ?? 0)
  const folds = Math.max(...models.map((model) => model.metrics[metric.name].folds.length))
  const isByRow = models.every(holdsOutSingleRows)
  const eachOf = isByRow ? ' of a single row each' : ''
  const parts = folds === 1 ? 'On one split' : `Over the same ${String(folds)} folds${eachOf}`
  if (models.length === 1)
    return folds === 1 || isByRow ? [] : [`Its ${String(folds)} folds differ by ${spreadWords(metric, spreads)}.`]
  const range = `${parts} the ${String(models.length)} models reach ${scoreWords(metric, ...extremes(means))}`
  if (folds === 1 || isByRow) return [`${range}.`]
  return [`${range}, while the folds of any one of them differ by ${spreadWords(metric, spreads)}.`]
}

/** Candidates whose mean is over fewer folds: named, never ranked. */
function partialSentences(models: readonly ModelDocument[], metric: Metric): readonly string[] {
  return models.map((model) => {
    const words = partialWords(scoredFolds(model)) ?? ''
    return `${model.name} has ${scoreWords(metric, meanOf(model, metric))} over ${words} only, and is not ranked with the others.`
  })
}

/** Leave-one-out: how far such folds differ says nothing. */
function holdsOutSingleRows({ fitResults }: ModelDocument): boolean {
  const outermost = fitResults.filter(({ outer }) => outer === undefined)
  return outermost.length > 1 && outermost.every(({ preparation }) => preparation?.testRows === 1)
}

/** Held-out rows are the same for all models, and so is where a score is undefined. */
function undefinedSentence({ models, task }: RunDocument, { name, title }: Metric): readonly string[] {
  const words = models.map((model) => undefinedWords(model, name, task)).find((one) => one !== undefined)
  return words === undefined ? [] : [`The ${title} is ${words}; it is left out there.`]
}

/** The accuracy of a model that always names the largest class. */
function chanceSentence({ primaryMetric, dataset: { classes, classCounts, rows } }: RunDocument): readonly string[] {
  if (primaryMetric !== 'accuracy' || !classes || !classCounts || rows === 0) return []
  const most = Math.max(...classCounts)
  const label = classes[classCounts.indexOf(most)]
  return [`Always saying “${label}” would reach ${decimals((100 * most) / rows, 1)} %.`]
}

function cautions(document: RunDocument): readonly string[] {
  const { models, end, nested, primaryMetric: name } = document
  const comparisons = comparisonsOfModels(document)
  const cautions: string[] = []
  const failed = models.reduce((sum, model) => sum + model.failed, 0)
  const fits = models.reduce((sum, model) => sum + model.fits, 0)
  const planned = models.reduce((sum, model) => sum + model.planned, 0)
  if (end.kind !== 'finished')
    cautions.push(`The run did not come to its end: ${String(fits)} of ${String(planned)} fits are in.`)
  if (failed > 0)
    cautions.push(
      `${failed === 1 ? 'One fit' : `${String(failed)} fits`} diverged and ${failed === 1 ? 'is' : 'are'} in no score.`,
    )
  if (comparisons.length > MANY_COMPARISONS) {
    cautions.push(
      `Among ${String(comparisons.length)} comparisons of equal models one looks like a difference with a chance of ${decimals(100 * chanceOfFalseAlarm(comparisons.length), 0)} %: read the adjusted p.`,
    )
  }
  const expected = models.length > MANY_COMPARISONS ? optimismSentence(document) : []
  cautions.push(...expected)
  if (models.length > MANY_COMPARISONS && !nested && expected.length === 0) {
    cautions.push(
      `The best of ${String(models.length)} looks better than it is, because the folds that picked it also score it; a nested protocol would tell.`,
    )
  }
  const estimate = nested?.metrics[name]
  if (estimate && estimate.mean !== null)
    cautions.push(
      `Picked by inner folds and scored on outer ones, the winner reaches ${scoreWords(metricOfRun(document, name), estimate.mean)}.`,
    )
  return cautions
}

function meanOf({ metrics }: ModelDocument, { name }: Metric): number {
  return metrics[name].mean ?? NaN
}

/** `86.0 % accuracy`, or `84.7 to 85.6 % accuracy`. */
function scoreWords({ isFraction, title }: Metric, low: number, high = low): string {
  const write = (value: number) => (isFraction ? decimals(100 * value, 1) : significant(value))
  const range = write(low) === write(high) ? write(low) : `${write(low)} to ${write(high)}`
  return isFraction ? `${range} % ${title}` : `a ${title} of ${range}`
}

function spreadWords({ isFraction }: Metric, spreads: readonly number[]): string {
  const [low, high] = extremes(spreads)
  const write = (value: number) => (isFraction ? decimals(100 * value, 0) : significant(value))
  const range = write(low) === write(high) ? write(low) : `${write(low)} to ${write(high)}`
  return `${range}${isFraction ? ' points' : ''} (standard deviation)`
}

function extremes(values: readonly number[]): readonly [low: number, high: number] {
  return [Math.min(...values), Math.max(...values)]
}
