/** What the fits of one split see: the table prepared by what its training rows taught, and the target as numbers. */
import type { Task } from '../../core/dataset/table.ts'
import type { FeatureRows } from './featureRows.ts'

/** A table prepared for one split. All rows are there; which of them are used, the fits say. */
export interface FoldData {
  readonly features: FeatureRows
  readonly width: number
  /** Wanted outputs, `[rows, outputs]`: 0 or 1, one-hot, or the scaled value. */
  readonly targets: Float32Array
  readonly outputs: number
  /** How a regression target was scaled: `scaled = (value - mean) / scale`. */
  readonly targetScale: { readonly mean: number; readonly scale: number }
}

/** Wanted outputs for class `labels`: one column for two classes, one per class for more. */
export function classTargets(
  labels: Int32Array,
  task: Exclude<Task, 'regression'>,
  classes: number,
): { targets: Float32Array; outputs: number } {
  if (task === 'binary') return { targets: Float32Array.from(labels), outputs: 1 }
  const targets = new Float32Array(labels.length * classes)
  labels.forEach((label, row) => {
    targets[row * classes + label] = 1
  })
  return { targets, outputs: classes }
}
