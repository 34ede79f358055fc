import type { Mt19937 } from '../random/mt19937.ts'
import type { Sides } from './split.ts'
import { testRowCount } from './splitChecks.ts'
import type { Strategy } from './strategy.ts'
import { ofOnePart, shuffled } from './strategyBases.ts'

export const holdoutStrategy = {
  ...ofOnePart,
  name: 'holdout',
  labels: { en: 'holdout', zh: '留出法' },
  split: (all, how, random) => holdoutSplit(all.count, how.testFraction, shuffled(how, random)),
} as const satisfies Strategy

/**
 * Holds out `testFraction` of the rows once, rounded up (scikit-learn's `train_test_split`). Without `random`,
 * the last rows.
 *
 * @throws HoldoutError `split/bad-test-fraction`, `split/too-few-rows`.
 */
export function holdoutSplit(count: number, testFraction: number, random?: Mt19937): Sides[] {
  const test = testRowCount(count, testFraction)
  if (!random) {
    const rows = Int32Array.from({ length: count }, (_, row) => row)
    return [{ train: rows.slice(0, count - test), test: rows.slice(count - test) }]
  }
  const order = random.permutation(count)
  return [{ train: order.slice(test), test: order.slice(0, test) }]
}
