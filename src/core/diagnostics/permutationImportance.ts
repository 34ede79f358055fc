import { mean, populationStd } from '../statistics/descriptive.ts'
import type { ExplainedFit } from './explainedFits.ts'
import type { ShuffledColumn } from './explanation.ts'

/** How much worse a model scores when one column is shuffled among the held-out rows. */
export interface ColumnImportance {
  /** The column, or several that were shuffled together, with commas. */
  readonly name: string
  readonly columns: readonly string[]
  /** Drop of the ranking score (rise, where smaller is better), mean and deviation over folds; `null` where it is undefined. */
  readonly mean: number | null
  readonly std: number | null
  /** Rise of the loss, mean and deviation over folds. */
  readonly lossMean: number | null
  readonly lossStd: number | null
  /** Folds with a drop of the score. */
  readonly folds: number
}

/** Permutation importance of every column, over folds. */
export interface PermutationImportance {
  /** What `mean` is in. */
  readonly metric: string
  /** What `lossMean` is in. */
  readonly loss: string
  /** Shuffles per fold. */
  readonly shuffles: number
  /** Most important first. */
  readonly columns: readonly ColumnImportance[]
}

/** Joins what each fold's model says; `undefined` where none says anything. */
export function permutationImportance(fits: readonly ExplainedFit[]): PermutationImportance | undefined {
  const known = fits.flatMap(({ explanation: { importance } }) => (importance ? [importance] : []))
  const [first] = known
  if (known.length === 0) return undefined
  // Folds that were shuffled otherwise, as by a later replay with other settings, are not averaged with these.
  const alike = known.filter(({ metric, shuffles }) => metric === first.metric && shuffles === first.shuffles)
  const byName = alike.map(({ columns }) => new Map(columns.map((column) => [nameOf(column), column])))
  const columns = first.columns.map((column): ColumnImportance => {
    const ofFolds = byName.flatMap((columnsOf) => columnsOf.get(nameOf(column)) ?? [])
    const drops = ofFolds.flatMap(({ drop }) => (drop === null ? [] : [drop]))
    const rises = ofFolds.flatMap(({ rise }) => (rise === null ? [] : [rise]))
    const [score, loss] = [spread(drops), spread(rises)]
    return {
      name: nameOf(column),
      columns: column.names,
      mean: score.mean,
      std: score.std,
      lossMean: loss.mean,
      lossStd: loss.std,
      folds: drops.length,
    }
  })
  const { metric, loss, shuffles } = first
  return { metric, loss, shuffles, columns: columns.toSorted(byImportance) }
}

function nameOf({ names }: ShuffledColumn): string {
  return names.join(', ')
}

function spread(values: readonly number[]): { readonly mean: number | null; readonly std: number | null } {
  return values.length === 0 ? { mean: null, std: null } : { mean: mean(values), std: populationStd(values) }
}

function byImportance(a: ColumnImportance, b: ColumnImportance): number {
  return (b.mean ?? -Infinity) - (a.mean ?? -Infinity) || (b.lossMean ?? 0) - (a.lossMean ?? 0) || 0
}
