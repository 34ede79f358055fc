import type { TableColumn, Task } from '../dataset/table.ts'

/**
 * The task that follows from a target: two different values make it binary; more make it multiclass for
 * categories and regression for numbers. Missing cells do not count.
 *
 * Numbers with few distinct values may be classes all the same: then the experiment says `task: multiclass`.
 */
export function inferTask(target: TableColumn): Task {
  const distinct = target.kind === 'number' ? distinctNumbers(target.values, 3) : distinctCodes(target.codes)
  if (distinct <= 2 && target.kind === 'category') return 'binary'
  if (target.kind === 'category') return 'multiclass'
  return distinct === 2 ? 'binary' : 'regression'
}

function distinctCodes(codes: Int32Array): number {
  return new Set(codes.filter((code) => code >= 0)).size
}

/** Distinct numbers, counted up to `limit`. */
function distinctNumbers(values: Float64Array, limit: number): number {
  const seen = new Set<number>()
  for (const value of values) {
    if (!Number.isNaN(value)) seen.add(value)
    if (seen.size === limit) break
  }
  return seen.size
}
