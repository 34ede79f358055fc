import { HoldoutError } from '../errors.ts'
import type { Sides, SplitRows } from './split.ts'
import type { Strategy } from './strategy.ts'
import { ofFolds } from './strategyBases.ts'

export const predefinedStrategy = {
  ...ofFolds,
  name: 'predefined',
  labels: { en: 'predefined', zh: '预先指定' },
  takes: [],
  shuffles: false,
  random: 'never',
  dependsOnColumns: () => true,
  foldsPerRepeat: (_, count) => count,
  largestHeldOut: (_, count) => count - 1,
  smallestTrain: (_, count) => count - 1,
  split: predefinedSplit,
} as const satisfies Strategy

/**
 * Holds out the parts that a column of the dataset names, each once, ascending (scikit-learn's `PredefinedSplit`): rows
 * of part -1 are only trained on, rows of part `k` are held out in the `k`-th fold and trained on in all others.
 *
 * @throws HoldoutError `split/parts-missing` where no column says which rows are held out.
 */
export function predefinedSplit({ count, parts }: SplitRows): Sides[] {
  if (!parts) throw partsMissing('received no such column')
  const held = [...new Set(parts)].filter((part) => part >= 0).sort((a, b) => a - b)
  if (held.length === 0) throw partsMissing(`all ${count} rows are training rows`)
  const all = Array.from(parts, (_, row) => row)
  return held.map((part) => ({
    train: Int32Array.from(all.filter((row) => parts[row] !== part)),
    test: Int32Array.from(all.filter((row) => parts[row] === part)),
  }))
}

function partsMissing(received: string): HoldoutError {
  return new HoldoutError(
    'split/parts-missing',
    `The strategy predefined needs a column that says which rows are held out: ${received}.`,
    {
      hint: 'Give the column that says train or test the role `split` under `dataset.columns`.',
      path: 'dataset.columns',
    },
  )
}
