import type { ValidationSettings } from './validationSettings.ts'
import { HoldoutError } from '../errors.ts'
import type { Sides, SplitRows } from './split.ts'
import { timeSeries } from './timeSeries.ts'
import type { Strategy } from './strategy.ts'
import { ofFolds } from './strategyBases.ts'

const stretchRows = ({ folds, testSize }: ValidationSettings, rows: number): number =>
  testSize ?? Math.floor(rows / (folds + 1))

export const timeSeriesStrategy = {
  ...ofFolds,
  name: 'time-series',
  labels: { en: 'time series', zh: '时间序列' },
  takes: ['folds', 'time', 'series', 'rowsInOrder', 'gap', 'testSize'],
  shuffles: false,
  random: 'never',
  forward: true,
  dependsOnColumns: ({ series }) => series !== undefined,
  largestHeldOut: stretchRows,
  // The first fold trains on what lies before all held-out parts and the gap.
  smallestTrain: (how, count) => count - how.folds * stretchRows(how, count) - (how.gap ?? 0),
  split: timeOrderedSplit,
} as const satisfies Strategy

/**
 * {@link timeSeries} on rows in order of time: sorted by `rows.time` where that is given (equal times stay in the order
 * of the file), else as they are. With `rows.series` each series is split by itself and fold `k` joins the `k`-th
 * stretches of all series. Training rows come in the order of time.
 *
 * @throws HoldoutError `split/bad-folds`, `split/too-few-rows`, `split/time-missing`.
 */
export function timeOrderedSplit(rows: SplitRows, how: ValidationSettings): Sides[] {
  const ordered = orderedRows(rows, how)
  if (how.series === undefined) return stretchesOf(ordered, how)
  const ofSeries = rowsOfSeries(ordered, rows.series ?? new Int32Array(0), how.series)
  const perSeries = ofSeries.map((members) => stretchesOf(members, how))
  return Array.from({ length: how.folds }, (_, fold) => ({
    train: joined(perSeries.map((folds) => folds[fold].train)),
    test: joined(perSeries.map((folds) => folds[fold].test)),
  }))
}

function stretchesOf(ordered: Int32Array, { folds, gap, testSize }: ValidationSettings): Sides[] {
  return timeSeries(ordered.length, folds, { gap, testSize }).map(({ train, test }) => ({
    train: train.map((place) => ordered[place]),
    test: test.map((place) => ordered[place]),
  }))
}

function orderedRows({ count, time }: SplitRows, how: ValidationSettings): Int32Array {
  const order = Int32Array.from({ length: count }, (_, row) => row)
  if (how.time === undefined) return order
  if (!time) throw columnMissing('time', how.time)
  return order.sort((a, b) => time[a] - time[b] || a - b)
}

/** Rows of each series in order, series by their first row. */
function rowsOfSeries(ordered: Int32Array, series: Int32Array, name: string): Int32Array[] {
  if (series.length < ordered.length) throw columnMissing('series', name)
  const members = new Map<number, number[]>()
  for (const row of ordered) {
    const known = members.get(series[row])
    if (known) known.push(row)
    else members.set(series[row], [row])
  }
  return [...members.values()].map((rows) => Int32Array.from(rows))
}

function joined(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => [...part]))
}

function columnMissing(setting: 'time' | 'series', name: string): HoldoutError {
  return new HoldoutError(
    'split/time-missing',
    `The column ${JSON.stringify(name)} of \`validation.${setting}\` was not read with the table.`,
    { hint: 'Run the experiment with its CSV again.', path: `validation.${setting}` },
  )
}
