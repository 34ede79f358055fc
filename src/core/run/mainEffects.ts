import { mean } from '../statistics/descriptive.ts'
import type { Interval } from '../statistics/interval.ts'
import { additiveFit, effectInterval } from './additiveFit.ts'
import type { AdditiveFit } from './additiveFit.ts'
import { testTrainRatio } from './metricDocument.ts'
import type { ModelDocument } from './runDocument.ts'

/** What one value of a hyperparameter changed on average, whatever the others were. */
export interface LevelEffect {
  readonly value: number | string | boolean
  /** Candidates with this value that were scored on every fold. */
  readonly candidates: number
  /** Mean score of these. */
  readonly mean: number
  /** Against the first value, other hyperparameters being equal; 0 of the first itself. */
  readonly difference: number
  /** Of the difference, over folds and candidates; absent of the first value. */
  readonly interval?: Interval | null
}

/** A hyperparameter of a sweep with the effect of each of its values. */
export interface MainEffect {
  readonly hyperparameter: string
  readonly levels: readonly LevelEffect[]
}

/** Fewer candidates than this say nothing of averages. */
const LEAST_CANDIDATES = 8
/** A hyperparameter with more values is drawn from a range: there is no average of each. */
const MOST_LEVELS = 8

/**
 * Main effects of a sweep: what each value of a hyperparameter changes against the smallest one, by a least squares fit of the
 * scores on the values of all hyperparameters, fold by fold. A random sample of a grid is not balanced: without the fit a value
 * would inherit what the others do. Intervals allow for the folds and for the candidates that happened to be tried. Of the
 * sweep with the most candidates; empty where there is none.
 */
export function mainEffects(models: readonly ModelDocument[], metric: string): readonly MainEffect[] {
  const candidates = scoredSweep(models, metric)
  if (candidates.length === 0) return []
  const fit = sweepFit(candidates, metric)
  return leveledNames(candidates).map((hyperparameter) => ({
    hyperparameter,
    levels: levelsOf(candidates, { hyperparameter, metric, fit }),
  }))
}

/** The candidates of the largest sweep that were scored on every fold; empty where there are too few to average. */
export function scoredSweep(models: readonly ModelDocument[], metric: string): readonly ModelDocument[] {
  const groups = [...Map.groupBy(models, ({ model }) => model).values()].sort((a, b) => b.length - a.length)
  const scored = (groups.at(0) ?? []).filter((one) => foldsOf(one, metric).length > 0)
  const folds = Math.max(0, ...scored.map((one) => foldsOf(one, metric).length))
  const whole = scored.filter((one) => foldsOf(one, metric).length === folds)
  return whole.length < LEAST_CANDIDATES || folds < 2 ? [] : whole
}

/** Hyperparameters whose values repeat, so that there is an average of each. */
export function leveledNames(candidates: readonly ModelDocument[]): readonly string[] {
  const names = [...new Set(candidates.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))]
  return names.filter((name) => {
    const levels = levelValues(candidates, name).length
    return levels > 1 && levels <= MOST_LEVELS
  })
}

/** The values of a hyperparameter, in ascending order. */
export function levelValues(
  candidates: readonly ModelDocument[],
  name: string,
): readonly (number | string | boolean)[] {
  const values = new Set(candidates.map(({ hyperparameters }) => hyperparameters[name]))
  return [...values].filter((value) => value !== undefined).sort(byOrder)
}

/** A value of a hyperparameter as a column of a least squares fit: 1 where a candidate has it. */
export interface EffectColumn {
  readonly hyperparameter: string
  readonly value: number | string | boolean
  readonly indicator: readonly number[]
}

/** The columns of all hyperparameters whose values repeat; the first value of each is what the others are compared with. */
export function effectColumns(candidates: readonly ModelDocument[]): readonly EffectColumn[] {
  return leveledNames(candidates).flatMap((hyperparameter) =>
    levelValues(candidates, hyperparameter)
      .slice(1)
      .map((value) => {
        const indicator = candidates.map(({ hyperparameters }) => Number(hyperparameters[hyperparameter] === value))
        return { hyperparameter, value, indicator }
      }),
  )
}

/** The fit of a sweep's scores on the values of all its hyperparameters; its column 0 is the constant. */
export function sweepFit(candidates: readonly ModelDocument[], metric: string): AdditiveFit {
  const columns = [candidates.map(() => 1), ...effectColumns(candidates).map(({ indicator }) => indicator)]
  return additiveFit(
    columns,
    candidates.map((candidate) => foldsOf(candidate, metric)),
  )
}

function levelsOf(
  models: readonly ModelDocument[],
  { hyperparameter, metric, fit }: { hyperparameter: string; metric: string; fit: AdditiveFit },
): readonly LevelEffect[] {
  const byValue = Map.groupBy(models, ({ hyperparameters }) => hyperparameters[hyperparameter])
  const columns = effectColumns(models)
  const testTrainRatio = ratioOf(models)
  return levelValues(models, hyperparameter).map((value, index) => {
    const own = byValue.get(value) ?? []
    const level = { value, candidates: own.length, mean: mean(meanByFold(own, metric)) }
    if (index === 0) return { ...level, difference: 0 }
    const at = 1 + columns.findIndex((column) => column.hyperparameter === hyperparameter && column.value === value)
    const folds = fit.coefficients.map((coefficients) => coefficients[at])
    const candidateError = fit.residualStd * Math.sqrt(fit.leverages[at])
    const error = { folds, testTrainRatio: testTrainRatio ?? 0, candidateError, degrees: fit.degrees }
    const known = testTrainRatio === undefined ? undefined : effectInterval(error)
    return { ...level, difference: mean(folds), interval: known?.interval ?? null }
  })
}

/** Held-out rows per training row, averaged over the fits of the first candidate. */
export function ratioOf(candidates: readonly ModelDocument[]): number | undefined {
  return candidates.length === 0 ? undefined : testTrainRatio(candidates[0].fitResults)
}

function byOrder(a: number | string | boolean, b: number | string | boolean): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : 1
}

function meanByFold(models: readonly ModelDocument[], metric: string): readonly number[] {
  const [first] = models
  return foldsOf(first, metric).map((_, fold) => mean(models.map((one) => foldsOf(one, metric)[fold])))
}

/** Scores of all folds; none where one is missing. */
export function foldsOf({ metrics }: ModelDocument, metric: string): readonly number[] {
  const folds = Object.hasOwn(metrics, metric) ? metrics[metric].folds : []
  const scores = folds.filter((score) => score !== null)
  return scores.length === folds.length ? scores : []
}
