import { mean } from '../statistics/descriptive.ts'
import { correctedInterval } from '../statistics/interval.ts'
import type { Interval } from '../statistics/interval.ts'
import { testTrainRatio } from './metricDocument.ts'
import type { ModelDocument } from './runDocument.ts'

/** What one value of a hyperparameter changed on average, whatever the others were. */
export interface LevelEffect {
  readonly value: number | string | boolean
  /** Candidates with this value that were scored on every fold. */
  readonly candidates: number
  /** Mean score of these. */
  readonly mean: number
  /** Mean minus that of the first value; 0 of the first itself. */
  readonly difference: number
  /** Of the difference, over folds; absent of the first value. */
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
 * Main effects of a sweep: for each hyperparameter, the mean score of the candidates with each value against that of the
 * candidates with the smallest one, fold by fold. Fair only as far as the other hyperparameters are spread alike, as in
 * a grid or a random sample of it. Of the sweep with the most candidates; empty where there is none.
 */
export function mainEffects(models: readonly ModelDocument[], metric: string): readonly MainEffect[] {
  const groups = [...Map.groupBy(models, ({ model }) => model).values()].sort((a, b) => b.length - a.length)
  const scored = (groups.at(0) ?? []).filter((one) => foldsOf(one, metric).length > 0)
  const folds = Math.max(0, ...scored.map((one) => foldsOf(one, metric).length))
  const whole = scored.filter((one) => foldsOf(one, metric).length === folds)
  if (whole.length < LEAST_CANDIDATES || folds < 2) return []
  const names = [...new Set(whole.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))]
  return names.flatMap((hyperparameter) => {
    const levels = levelsOf(whole, hyperparameter, metric)
    return levels.length > 1 && levels.length <= MOST_LEVELS ? [{ hyperparameter, levels }] : []
  })
}

function levelsOf(models: readonly ModelDocument[], hyperparameter: string, metric: string): readonly LevelEffect[] {
  const byValue = Map.groupBy(models, ({ hyperparameters }) => hyperparameters[hyperparameter])
  const values = [...byValue.keys()].filter((value) => value !== undefined).sort(byOrder)
  const ratio = testTrainRatio(models[0].fitResults)
  const foldMeans = values.map((value) => meanByFold(byValue.get(value) ?? [], metric))
  return values.map((value, index) => {
    const differences = foldMeans[index].map((score, fold) => score - foldMeans[0][fold])
    return {
      value,
      candidates: byValue.get(value)?.length ?? 0,
      mean: mean(foldMeans[index]),
      difference: mean(differences),
      ...(index > 0 && { interval: ratio === undefined ? null : correctedInterval(differences, ratio) }),
    }
  })
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
function foldsOf({ metrics }: ModelDocument, metric: string): readonly number[] {
  const folds = Object.hasOwn(metrics, metric) ? metrics[metric].folds : []
  const scores = folds.filter((score) => score !== null)
  return scores.length === folds.length ? scores : []
}
