import { HoldoutError } from '../errors.ts'
import type { CountedCodes } from './countedCodes.ts'
import { countCodes } from './countedCodes.ts'
import type { SplitRows } from './split.ts'

/** @throws HoldoutError `split/bad-folds` unless `folds` is a whole number of at least 2. */
export function checkFolds(folds: number): void {
  if (Number.isInteger(folds) && folds >= 2) return
  throw new HoldoutError('split/bad-folds', `cannot split into ${folds} folds: expected a whole number of at least 2`, {
    hint: 'Set `validation.folds` to 2 or more; to score on one held-out part, use the strategy `holdout`.',
    path: 'validation.folds',
  })
}

/** The setting of a validation that asks for too many rows, and what to do with it. */
const TOO_FEW_ROWS_HINTS = {
  folds: 'Ask for fewer folds, or bring more rows.',
  testFraction: 'Change `validation.testFraction`, or bring more rows.',
  strategy: 'Bring more rows.',
  testSize: 'Ask for fewer folds, a smaller `validation.testSize` or `validation.gap`, or bring more rows.',
} as const

/** @throws HoldoutError `split/too-few-rows` unless there are `needed` rows. */
export function checkRows(
  count: number,
  needed: number,
  what: string,
  setting: keyof typeof TOO_FEW_ROWS_HINTS = 'folds',
): void {
  if (count >= needed) return
  throw new HoldoutError(
    'split/too-few-rows',
    `too few rows for ${what}: expected at least ${needed}, received ${count}`,
    { hint: TOO_FEW_ROWS_HINTS[setting], path: `validation.${setting}` },
  )
}

/** The labels to stratify by. @throws HoldoutError `split/labels-missing` where there are none. */
export function labelsOf(rows: SplitRows): CountedCodes {
  if (rows.labels) return countCodes(rows.labels)
  throw new HoldoutError('split/labels-missing', 'cannot stratify: expected a target with classes, received numbers', {
    hint: 'Use `k-fold` or `holdout` for regression, or cut the target into quantiles with `bins: 5`.',
    path: 'validation.strategy',
  })
}

/** @throws HoldoutError `split/class-too-small` naming the smallest class, where it has fewer than `needed` members. */
export function checkSmallestClass(rows: SplitRows, labels: CountedCodes, needed: number, why: string): void {
  const { counts } = labels
  const smallest = indexOfExtreme(counts, (a, b) => a < b)
  if (counts[smallest] < needed) throw classTooSmall(rows, labels, smallest, needed, why)
}

/** @throws HoldoutError `split/class-too-small` naming the largest class, where even that has fewer than `needed` members. */
export function checkLargestClass(rows: SplitRows, labels: CountedCodes, needed: number, why: string): void {
  const { counts } = labels
  const largest = indexOfExtreme(counts, (a, b) => a > b)
  if (counts[largest] < needed) throw classTooSmall(rows, labels, largest, needed, why)
}

function indexOfExtreme(counts: Int32Array, beats: (a: number, b: number) => boolean): number {
  return counts.reduce((best, count, i) => (beats(count, counts[best]) ? i : best), 0)
}

function classTooSmall(
  rows: SplitRows,
  { counts, originals }: CountedCodes,
  k: number,
  needed: number,
  why: string,
): HoldoutError {
  const name = rows.classes?.[originals[k]] ?? String(originals[k])
  return new HoldoutError(
    'split/class-too-small',
    `class ${JSON.stringify(name)} has ${counted(counts[k], 'row')}: expected at least ${needed}, ${why}`,
    { hint: hintFor(counts[k]), path: counts[k] < 2 ? 'dataset.target' : 'validation.folds' },
  )
}

function hintFor(count: number): string {
  if (count < 2) return 'Leave out the class, or join it with another.'
  return `Set \`validation.folds\` to at most ${count}, or join the class with another or leave it out.`
}

/** The groups to keep together. @throws HoldoutError `split/groups-missing` where a row has none. */
export function groupsOf(rows: SplitRows, folds: number): CountedCodes {
  const without = rows.groups ? rows.groups.reduce((sum, group) => sum + (group < 0 ? 1 : 0), 0) : rows.count
  if (!rows.groups || without > 0) throw groupsMissing(without, rows.count)
  const groups = countCodes(rows.groups)
  if (groups.counts.length >= folds) return groups
  throw new HoldoutError(
    'split/too-few-groups',
    `too few groups: expected at least ${folds}, one for each fold, received ${groups.counts.length}`,
    { hint: `Set \`validation.folds\` to at most ${groups.counts.length}.`, path: 'validation.folds' },
  )
}

function groupsMissing(without: number, count: number): HoldoutError {
  const received = without === count ? 'received no group column' : `${counted(without, 'row')} of ${count} have none`
  return new HoldoutError(
    'split/groups-missing',
    `cannot keep groups together: expected a group for every row, ${received}`,
    {
      hint: 'Give one column the role `group` under `dataset.columns`, and fill its empty cells.',
      path: 'dataset.columns',
    },
  )
}

/** Rows to hold out of `count`: rounded up as scikit-learn does. @throws HoldoutError `split/bad-test-fraction`, `split/too-few-rows`. */
export function testRowCount(count: number, testFraction: number): number {
  if (!(testFraction > 0 && testFraction < 1)) {
    throw new HoldoutError(
      'split/bad-test-fraction',
      `cannot hold out a fraction of ${testFraction}: expected a number above 0 and below 1`,
      { hint: 'Set `validation.testFraction`, for example to 0.25.', path: 'validation.testFraction' },
    )
  }
  const test = Math.ceil(testFraction * count)
  checkRows(count - test, 1, `training when ${test} of ${count} rows are held out`, 'testFraction')
  return test
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
