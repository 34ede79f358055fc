import type { Metric } from '../metrics/metrics.ts'
import { CLIP, surprise } from '../metrics/logLoss.ts'
import { scoreRows } from '../metrics/scoreRows.ts'
import type { Truth } from '../metrics/scoreRows.ts'
import type { RowScores } from '../statistics/bootstrapCorrection.ts'
import type { CandidateState } from './runState.ts'

type Prediction = number | readonly number[]

/** Row scores, and how much a score of one row costs beside one that is only added up. */
export interface CostedRowScores extends RowScores {
  readonly cost: number
}

/** What scoring whole selections of rows costs, in additions a row. */
const COST_OF_SCORING = 50

/**
 * Out-of-fold predictions of candidates as scores of any selection of rows: those rows that every candidate has predicted
 * on an outermost split. Scores that are means over rows average the repeats; of others the first repeat counts.
 * @returns `undefined` where fewer than two candidates share any rows
 */
export function rowScoresOf(
  candidates: readonly CandidateState[],
  truth: Truth,
  { name, isGreaterBetter }: Metric,
): CostedRowScores | undefined {
  const predicted = candidates.map(predictionsByRow).filter(({ size }) => size > 0)
  if (predicted.length < 2) return undefined
  const rows = [...predicted[0].keys()].filter((row) => predicted.every((one) => one.has(row))).sort((a, b) => a - b)
  if (rows.length < LEAST_ROWS) return undefined
  const term = TERMS[name]
  const common = { candidates: predicted.length, rows: rows.length, isGreaterBetter }
  if (!term) return { ...common, cost: COST_OF_SCORING, score: wholeScore(predicted, rows, truth, name) }
  const terms = predicted.map((one) =>
    Float64Array.from(rows, (row) => {
      const values = one.get(row) ?? []
      return values.reduce<number>((sum, value) => sum + term.of(value, truthOf(truth, row)), 0) / values.length
    }),
  )
  const end = term.end ?? ((value: number) => value)
  return { ...common, cost: 1, score: (candidate, picked) => end(meanAt(terms[candidate], picked)) }
}

/** With fewer rows hardly any would be left to score. */
const LEAST_ROWS = 10

/** A score that is a mean over rows, perhaps of something that is then changed as a whole. */
interface Term {
  readonly of: (predicted: Prediction, truth: number) => number
  readonly end?: (mean: number) => number
}

const squaredError = (predicted: Prediction, truth: number) => ((predicted as number) - truth) ** 2

const TERMS: Readonly<Partial<Record<string, Term>>> = {
  accuracy: { of: (predicted, truth) => (likeliest(predicted) === truth ? 1 : 0) },
  logLoss: { of: (predicted, truth) => surprise(chanceOf(predicted, truth), CLIP.float64) },
  brier: { of: squaredError },
  meanSquaredError: { of: squaredError },
  rootMeanSquaredError: { of: squaredError, end: Math.sqrt },
  meanAbsoluteError: { of: (predicted, truth) => Math.abs((predicted as number) - truth) },
}

function likeliest(predicted: Prediction): number {
  if (typeof predicted === 'number') return predicted > 0.5 ? 1 : 0
  return predicted.indexOf(Math.max(...predicted))
}

function chanceOf(predicted: Prediction, truth: number): number {
  if (typeof predicted === 'number') return truth === 1 ? predicted : 1 - predicted
  return predicted[truth]
}

function truthOf({ labels, values }: Truth, row: number): number {
  return labels ? labels[row] : (values?.[row] ?? NaN)
}

function meanAt(terms: Float64Array, rows: Int32Array): number {
  let sum = 0
  for (let i = 0; i < rows.length; i++) sum += terms[rows[i]]
  return sum / rows.length
}

function wholeScore(
  predicted: readonly ReadonlyMap<number, readonly Prediction[]>[],
  rows: readonly number[],
  truth: Truth,
  name: string,
): RowScores['score'] {
  const first = predicted.map((one) => rows.map((row) => one.get(row)?.[0] ?? NaN))
  return (candidate, picked) => {
    const values = Array.from(picked, (at) => first[candidate][at]) as readonly number[]
    return (
      scoreRows(
        truth,
        picked.map((at) => rows[at]),
        values,
      )[name] ?? NaN
    )
  }
}

/** Predictions of the finished outermost fits, by row, the first repeat first. */
function predictionsByRow({ fits }: CandidateState): ReadonlyMap<number, readonly Prediction[]> {
  const byRow = new Map<number, Prediction[]>()
  const outer = [...fits.values()].filter(({ key, predictions }) => key.outer === undefined && predictions)
  outer.sort(({ key: a }, { key: b }) => a.repeat - b.repeat || a.fold - b.fold)
  for (const { predictions } of outer) {
    predictions?.rows.forEach((row, index) => {
      const known = byRow.get(row) ?? []
      byRow.set(row, known)
      known.push(predictions.values[index])
    })
  }
  return byRow
}
