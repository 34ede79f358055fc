import { ranked } from '../../../core/run/compareModels.ts'
import { scoredFolds } from '../../../core/run/scoredFolds.ts'
import { undefinedScores } from '../../../core/run/undefinedScores.ts'
import { comparisonsOfModels } from '../../../core/run/comparisonsOfModels.ts'
import { runVerdict } from '../../../core/run/runVerdict.ts'
import type { RunVerdict } from '../../../core/run/runVerdict.ts'
import type { ModelDocument } from '../../../core/run/runDocument.ts'
import type { Metric } from '../../../core/metrics/metrics.ts'
import { chanceOfFalseAlarm } from '../../../core/statistics/manyComparisons.ts'
import { decimals, significant } from './formatNumbers.ts'
import { referenceSentences } from './referenceSentences.ts'
import type { ReportContext } from './reportContext.ts'
import { constantSentences, optimismSentences } from './sentences.ts'

/** The result in plain words: what stands out, then what it rests on. */
export interface Headline {
  readonly strong: string
  readonly sentences: readonly string[]
}

/** Comparisons beyond which a word about their number is due. */
const MANY_COMPARISONS = 5

/** What a run came to, in words that claim no more than its tests do. */
export function headline(context: ReportContext): Headline {
  const { document, metric } = context
  const scored = ranked(document.models, metric)
  const verdict = runVerdict(document, metric)
  const { models } = verdict
  const partial = scored.filter((model) => !models.includes(model))
  const sentences = [
    ...referenceSentences(context),
    ...rangeSentence(models, context),
    ...partialSentences(partial, context),
    ...undefinedSentence(context),
    ...chanceSentence(context),
    ...constantSentences(context),
    ...cautions(context),
  ]
  return { strong: strongWords(verdict, context), sentences }
}

function strongWords({ kind, models, comparisons }: RunVerdict, context: ReportContext): string {
  const { headline: texts } = context.words
  if (kind === 'none') return texts.noModel
  if (kind === 'partial') return texts.noWholeModel
  if (kind === 'same' || kind === 'noDifference') return texts[kind]
  if (kind === 'cannotTell') return comparisons === 1 ? texts.cannotTellBetter : texts.cannotTellBest
  const [best] = models
  if (kind === 'reaches') return texts.reaches(best.name, scoreWords(context, meanOf(best, context.metric)))
  return texts[kind](best.name)
}

function rangeSentence(models: readonly ModelDocument[], context: ReportContext): readonly string[] {
  if (models.length === 0) return []
  const { metric, words } = context
  const means = models.map((model) => meanOf(model, metric))
  const spread = spreadWords(
    context,
    models.map((model) => model.metrics[metric.name].std ?? 0),
  )
  const folds = Math.max(...models.map((model) => model.metrics[metric.name].folds.length))
  const isByRow = models.every(holdsOutSingleRows)
  const saysSpread = folds > 1 && !isByRow
  if (models.length === 1) return saysSpread ? [words.headline.foldsDiffer(folds, spread)] : []
  const range = words.headline.range(folds, isByRow, models.length, scoreWords(context, ...extremes(means)))
  return [words.headline.sentence(saysSpread ? `${range}${words.headline.rangeEnd(spread)}` : range)]
}

/** Candidates whose mean is over fewer folds: named, never ranked. */
function partialSentences(models: readonly ModelDocument[], context: ReportContext): readonly string[] {
  const { partial, partialFolds } = context.words.headline
  return models.map((model) =>
    partial(model.name, scoreWords(context, meanOf(model, context.metric)), partialFolds(scoredFolds(model))),
  )
}

/** Leave-one-out: how far such folds differ says nothing. */
function holdsOutSingleRows({ fitResults }: ModelDocument): boolean {
  const outermost = fitResults.filter(({ outer }) => outer === undefined)
  return outermost.length > 1 && outermost.every(({ preparation }) => preparation?.testRows === 1)
}

/** Held-out rows are the same for all models, and so is where a score is undefined. */
function undefinedSentence({ document: { models, task }, metric, words }: ReportContext): readonly string[] {
  const found = models.map((model) => undefinedScores(model, metric.name)).find((one) => one !== undefined)
  return found ? [words.headline.undefinedScore(metric.title, found, task)] : []
}

/** The accuracy of a model that always names the largest class. */
function chanceSentence({ document, words }: ReportContext): readonly string[] {
  const { primaryMetric, dataset } = document
  const { classes, classCounts, rows } = dataset
  if (primaryMetric !== 'accuracy' || !classes || !classCounts || rows === 0) return []
  const most = Math.max(...classCounts)
  return [words.headline.chance(classes[classCounts.indexOf(most)], decimals((100 * most) / rows, 1))]
}

function cautions(context: ReportContext): readonly string[] {
  const { document, words } = context
  const { models, end, nested, primaryMetric: name } = document
  const texts = words.headline
  const comparisons = comparisonsOfModels(document)
  const cautions: string[] = []
  const failed = models.reduce((sum, model) => sum + model.failed, 0)
  const fits = models.reduce((sum, model) => sum + model.fits, 0)
  const planned = models.reduce((sum, model) => sum + model.planned, 0)
  if (end.kind !== 'finished') cautions.push(texts.notFinished(fits, planned))
  if (failed > 0) cautions.push(texts.diverged(failed))
  if (comparisons.length > MANY_COMPARISONS) {
    const percent = decimals(100 * chanceOfFalseAlarm(comparisons.length), 0)
    cautions.push(texts.manyComparisons(comparisons.length, percent))
  }
  const expected = models.length > MANY_COMPARISONS ? optimismSentences(context) : []
  cautions.push(...expected)
  if (models.length > MANY_COMPARISONS && !nested && expected.length === 0)
    cautions.push(texts.optimistic(models.length))
  const estimate = nested?.metrics[name]
  if (estimate && estimate.mean !== null) cautions.push(texts.nested(scoreWords(context, estimate.mean)))
  return cautions
}

function meanOf({ metrics }: ModelDocument, { name }: Metric): number {
  return metrics[name].mean ?? NaN
}

/** `86.0 % accuracy`, or `84.7 to 85.6 % accuracy`. */
function scoreWords({ metric, words }: ReportContext, low: number, high = low): string {
  const { isFraction, title } = metric
  const write = (value: number) => (isFraction ? decimals(100 * value, 1) : significant(value))
  const range = write(low) === write(high) ? write(low) : words.interval(write(low), write(high))
  return isFraction ? words.headline.share(range, title) : words.headline.value(range, title)
}

function spreadWords({ metric, words }: ReportContext, spreads: readonly number[]): string {
  const [low, high] = extremes(spreads)
  const write = (value: number) => (metric.isFraction ? decimals(100 * value, 0) : significant(value))
  const range = write(low) === write(high) ? write(low) : words.interval(write(low), write(high))
  return words.headline.spread(range, metric.isFraction)
}

function extremes(values: readonly number[]): readonly [low: number, high: number] {
  return [Math.min(...values), Math.max(...values)]
}
