import type { FlatValidation, ValidationSpec } from '../split/validationSpec.ts'
import { strategyNamed } from '../split/strategies.ts'
import { metricDocuments } from './metricDocument.ts'
import { metricOrPlain } from '../metrics/primaryMetric.ts'
import type { FitDocument, ModelDocument, NestedDocument } from './runDocument.ts'

interface ChosenFit extends FitDocument {
  readonly candidate: string
}

/**
 * The estimate of a nested protocol: on each outer split, the outer score of the candidate whose inner scores were
 * best on average. Absent for any other protocol; splits without inner scores are left out.
 */
export function nestedDocument(
  validation: ValidationSpec,
  models: readonly ModelDocument[],
): NestedDocument | undefined {
  if (validation.strategy !== 'nested') return undefined
  const { outer, choose } = validation
  const places = outerPlaces(models)
  const chosen = places.flatMap((place) => chosenFit(models, place, outerIndex(outer, place), choose))
  return {
    choose,
    choices: chosen.map(({ repeat, fold, candidate }) => ({ repeat, fold, candidate })),
    metrics: metricDocuments(chosen),
  }
}

interface Place {
  readonly repeat: number
  readonly fold: number
}

function outerPlaces(models: readonly ModelDocument[]): readonly Place[] {
  const places = new Map<string, Place>()
  for (const { fitResults } of models) {
    for (const { outer, repeat, fold } of fitResults) {
      if (outer === undefined) places.set(`${repeat}/${fold}`, { repeat, fold })
    }
  }
  return [...places.values()].sort((a, b) => a.repeat - b.repeat || a.fold - b.fold)
}

/** Place of a split among the outer ones of all repeats, as inner fits name it. */
function outerIndex(outer: FlatValidation, { repeat, fold }: Place): number {
  // Only strategies that are never repeated need the number of rows for it.
  return repeat * (repeat === 0 ? 0 : strategyNamed(outer.strategy).foldsPerRepeat(outer, 0)) + fold
}

function chosenFit(
  models: readonly ModelDocument[],
  { repeat, fold }: Place,
  outerIndexOfPlace: number,
  choose: string,
): readonly ChosenFit[] {
  const sign = metricOrPlain(choose).isGreaterBetter ? 1 : -1
  let best: { readonly model: ModelDocument; readonly score: number } | undefined
  for (const model of models) {
    const score = innerMean(model, outerIndexOfPlace, choose)
    if (score !== undefined && (!best || sign * score > sign * best.score)) best = { model, score }
  }
  const fit = best?.model.fitResults.find(
    (one) => one.outer === undefined && one.repeat === repeat && one.fold === fold,
  )
  return best && fit ? [{ ...fit, candidate: best.model.name }] : []
}

/**
 * A candidate that diverged on any inner split is not to be chosen. Splits that a score is undefined on, as one without a
 * row of some class, are the same for all candidates and left out for all.
 */
function innerMean({ fitResults }: ModelDocument, outer: number, metric: string): number | undefined {
  const fits = fitResults.filter((fit) => fit.outer === outer)
  const known = fits.map((fit) => fit.scores?.[metric] ?? null).filter((score) => score !== null)
  if (known.length === 0 || fits.some(({ status }) => status === 'diverged')) return undefined
  return known.reduce((sum, score) => sum + score, 0) / known.length
}
