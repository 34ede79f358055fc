import type { Mt19937 } from '../random/mt19937.ts'
import type { CountedCodes } from './countedCodes.ts'
import type { Sides, SplitRows } from './split.ts'
import { checkRows, checkSmallestClass, labelsOf, testRowCount } from './splitChecks.ts'
import { withStrata } from './quantileBins.ts'
import type { Strategy } from './strategy.ts'
import { ofOnePart } from './strategyBases.ts'

export const stratifiedHoldoutStrategy = {
  ...ofOnePart,
  name: 'stratified-holdout',
  labels: { en: 'stratified holdout', zh: '分层留出法' },
  takes: ['repeats', 'testFraction', 'bins'],
  random: 'always',
  stratified: true,
  plainForm: 'holdout',
  split: (all, how, random) => stratifiedHoldout(withStrata(all, how), how.testFraction, random),
} as const satisfies Strategy

/**
 * Holds out `testFraction` of the rows once, each class in proportion (scikit-learn's `train_test_split` with
 * `stratify`).
 *
 * @throws HoldoutError `split/class-too-small`, `split/bad-test-fraction`, `split/too-few-rows`.
 */
export function stratifiedHoldout(rows: SplitRows, testFraction: number, random: Mt19937): Sides[] {
  const labels = labelsOf(rows)
  checkSmallestClass(rows, labels, 2, 'one for each side')
  const test = testRowCount(rows.count, testFraction)
  const classes = labels.counts.length
  checkRows(test, classes, `one held-out row of each of ${classes} classes`, 'testFraction')
  checkRows(rows.count - test, classes, `one training row of each of ${classes} classes`, 'testFraction')
  const trainOfClass = approximateMode(labels.counts, rows.count - test, random)
  const left = labels.counts.map((count, k) => count - trainOfClass[k])
  const testOfClass = approximateMode(left, test, random)
  return [drawSides(labels, trainOfClass, testOfClass, random)]
}

function drawSides(labels: CountedCodes, trainOfClass: Int32Array, testOfClass: Int32Array, random: Mt19937): Sides {
  const orders = rowsByClass(labels).map((members) => Array.from(random.permutation(members.length), (i) => members[i]))
  const train = orders.flatMap((order, k) => order.slice(0, trainOfClass[k]))
  const test = orders.flatMap((order, k) => order.slice(trainOfClass[k], trainOfClass[k] + testOfClass[k]))
  return { train: Int32Array.from(random.shuffle(train)), test: Int32Array.from(random.shuffle(test)) }
}

function rowsByClass({ codes, counts }: CountedCodes): number[][] {
  const rows = Array.from(counts, (): number[] => [])
  codes.forEach((code, row) => rows[code].push(row))
  return rows
}

/** Shares `draws` out among classes in proportion to `counts`; remainders go to the largest, ties drawn at random. */
function approximateMode(counts: Int32Array, draws: number, random: Mt19937): Int32Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const exact = Array.from(counts, (count) => (count / total) * draws)
  const shares = Int32Array.from(exact, Math.floor)
  let missing = draws - shares.reduce((sum, share) => sum + share, 0)
  const remainders = exact.map((value, k) => value - shares[k])
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing === 0) break
    const tied = [...remainders.keys()].filter((k) => remainders[k] === remainder)
    const chosen = random.permutation(tied.length).subarray(0, missing)
    for (const i of chosen) shares[tied[i]]++
    missing -= chosen.length
  }
  return shares
}
