import type { TableColumn, Task } from '../dataset/table.ts'

/**
 * The task that follows from a target: two different values make it binary; more make it multiclass for
 * categories and regression for numbers. Missing cells do not count.
 *
 * Numbers with few distinct values may be classes all the same: then the experiment says `task: multiclass`.
 */
export function inferTask(target: TableColumn): Task {
  const distinct = target.kind === 'number' ? countDistinct(target.values) : countDistinct(target.codes)
  if (distinct <= 2 && target.kind === 'category') return 'binary'
  if (target.kind === 'category') return 'multiclass'
  return distinct === 2 ? 'binary' : 'regression'
}

/** Distinct values, counted up to 3; NaN and negative codes are missing cells. */
function countDistinct(values: Float64Array | Int32Array): number {
  const isCodes = values instanceof Int32Array
  const seen: number[] = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if ((isCodes ? value < 0 : Number.isNaN(value)) || seen.includes(value)) continue
    if (seen.push(value) === 3) break
  }
  return seen.length
}
