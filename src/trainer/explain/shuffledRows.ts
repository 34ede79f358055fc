import { keyedPermutation } from '../../core/random/keyedDraws.ts'
import { fitKey } from '../group/epochFeed.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import type { FoldData } from '../group/foldData.ts'
import type { ColumnSpan } from './columnSpans.ts'

/** The order in which a shuffle takes the held-out rows of a fit; equal for all candidates of one seed. */
export function shuffleOf(fit: FitPlan, column: string, shuffle: number): Int32Array {
  return keyedPermutation(fitKey(fit, 'importance', column, shuffle), fit.test.length)
}

/** Writes a prepared row at `at`, its `spans` taken from another row of the table. */
export function writeMixedRow(
  { features }: Pick<FoldData, 'features'>,
  rows: { readonly row: number; readonly other: number; readonly spans: readonly ColumnSpan[] },
  into: Float32Array,
  at: number,
): void {
  const { row, other, spans } = rows
  features.copyRow(row, into, at)
  for (const span of spans) features.copySpan(other, span, into, at + span.at)
}
