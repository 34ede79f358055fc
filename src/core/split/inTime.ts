import type { Table } from '../dataset/table.ts'

/** Training rows in order of time, where a column says it; a final model is trained on all rows as they stand in the file. */
export function inTime(train: Int32Array, time: Table['time']): Int32Array {
  return time ? train.toSorted((a, b) => time[a] - time[b] || a - b) : train
}
