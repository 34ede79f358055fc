import type { FitImportance, ShuffledColumn } from '../../core/diagnostics/explanation.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import { columnSpans } from './columnSpans.ts'
import { lossOf, scoresOfOutputs, worseBy, type ExplainedFold, type Judgement } from './explainedFold.ts'
import type { RowPredictor } from './rowPredictor.ts'
import { shuffleOf, writeMixedRow } from './shuffledRows.ts'

export interface ImportanceWork {
  readonly judgement: Judgement
  readonly predictor: RowPredictor
  /** Columns that are shuffled together, in order. */
  readonly groups: readonly (readonly string[])[]
  readonly shuffles: number
  /** Between two batches of rows: may wait; `false` ends the work. */
  readonly mayGoOn: () => Promise<boolean>
}

/** Numbers of predicted rows held at once, over all fits. */
const MOST_ROWS = 2_000_000

/**
 * Permutation importance on the held-out rows of finished fits: every group of columns is shuffled `shuffles` times, and the
 * copies are predicted together. `undefined` for a fit with fewer than two held-out rows, and for all where the work was ended.
 */
export async function importanceOfFits(
  folds: readonly ExplainedFold[],
  work: ImportanceWork,
): Promise<readonly (FitImportance | undefined)[]> {
  const { groups, shuffles, judgement } = work
  const able = folds.filter(({ run }) => run.fit.test.length > 1)
  const found = new Map<ExplainedFold, ShuffledColumn[]>(able.map((fold) => [fold, []]))
  const rows = able.reduce((sum, { run }) => sum + run.fit.test.length, 0)
  const some = Math.max(1, Math.floor(MOST_ROWS / Math.max(1, rows * shuffles)))
  for (let from = 0; from < groups.length; from += some) {
    if (!(await work.mayGoOn())) return folds.map(() => undefined)
    const part = groups.slice(from, from + some)
    shuffleSome(able, part, work).forEach((columns, i) => found.get(able[i])?.push(...columns))
  }
  const named = { metric: judgement.ranking, loss: lossOf(judgement.task), shuffles }
  return folds.map((fold) => {
    const columns = found.get(fold)
    return columns && { ...named, columns }
  })
}

function shuffleSome(
  folds: readonly ExplainedFold[],
  groups: readonly (readonly string[])[],
  { predictor, shuffles, judgement }: ImportanceWork,
): readonly (readonly ShuffledColumn[])[] {
  const tasks = folds.map(({ run, model, data, fitted }) => {
    const { fit, weights = {} } = run
    const rows = fit.test.length
    const spans = columnSpans(fitted, groups)
    const orders = groups.flatMap((names) =>
      Array.from({ length: shuffles }, (_, shuffle) => shuffleOf(fit, names[0], shuffle)),
    )
    return {
      model,
      weights,
      count: orders.length * rows,
      write: (at: number, into: Float32Array, place: number) => {
        const copy = Math.floor(at / rows)
        const row = at - copy * rows
        const mixed = {
          row: fit.test[row],
          other: fit.test[orders[copy][row]],
          spans: spans[Math.floor(copy / shuffles)],
        }
        writeMixedRow(data, mixed, into, place)
      },
    }
  })
  return predictor.predict(tasks).map(({ outputs }, i) => columnsOf(folds[i], groups, outputs, { shuffles, judgement }))
}

function columnsOf(
  fold: ExplainedFold,
  groups: readonly (readonly string[])[],
  outputs: Float32Array,
  { shuffles, judgement }: Pick<ImportanceWork, 'shuffles' | 'judgement'>,
): readonly ShuffledColumn[] {
  const { fit, outputs: own } = fold.run
  const only = [judgement.ranking, lossOf(judgement.task)]
  const base = scoresOfOutputs(judgement, fold, fit.test, own, only)
  const length = own.length
  return groups.map((names, group) => {
    const scores = Array.from({ length: shuffles }, (_, shuffle) => {
      const from = (group * shuffles + shuffle) * length
      return scoresOfOutputs(judgement, fold, fit.test, outputs.subarray(from, from + length), only)
    })
    return {
      names,
      drop: meanWorse(judgement.ranking, base, scores),
      rise: meanWorse(lossOf(judgement.task), base, scores),
    }
  })
}

function meanWorse(metric: string, base: Scores, scores: readonly Scores[]): number | null {
  const drops = scores.map((score) => worseBy(metric, base, score)).filter((drop) => drop !== null)
  if (drops.length < scores.length || drops.length === 0) return null
  return drops.reduce((sum, drop) => sum + drop, 0) / drops.length
}
