import { HoldoutError } from '../../core/errors.ts'
import type { ExportOutputs } from '../../core/exports/exportCheck.ts'

/** How far the predictions of an exported model may be from ours. */
export const PARITY_TOLERANCE = 1e-5

/** Rows that an export is checked on: the first of the dataset. */
export const PARITY_ROWS = 1000

/** The proof that an export does what the model in Holdout does: what `parity.json` holds. */
export interface Parity {
  readonly rows: number
  /** Largest difference of two predictions; of those beyond ±1 in proportion to their size. */
  readonly maxDifference: number
  /** Name and version of what ran the export. */
  readonly runtime: string
  readonly tolerance: number
}

/**
 * Compares what an exported model predicts with what Holdout predicts.
 * @throws HoldoutError `export/not-equal` where they differ by more than the tolerance, or in their number.
 */
export function proveParity(expected: Float64Array, { values, runtime }: ExportOutputs, rows: number): Parity {
  const maxDifference = values.length === expected.length ? largestDifference(expected, values) : Infinity
  if (maxDifference <= PARITY_TOLERANCE) return { rows, maxDifference, runtime, tolerance: PARITY_TOLERANCE }
  const difference =
    values.length === expected.length ? `differ by ${maxDifference.toExponential(1)}` : 'are of another number'
  throw new HoldoutError(
    'export/not-equal',
    `The predictions of the exported model, run by ${runtime}, ${difference}: expected a difference of at most ${String(PARITY_TOLERANCE)} on the first ${String(rows)} rows. Nothing was written.`,
    {
      hint: 'Choose another format; ONNX keeps numbers in double precision where they need it.',
    },
  )
}

/** Infinite where one of two numbers is not a number and the other is. */
function largestDifference(expected: Float64Array, received: Float64Array): number {
  let largest = 0
  for (let i = 0; i < expected.length; i++) {
    const [ours, theirs] = [expected[i], received[i]]
    if (Object.is(ours, theirs) || (Number.isNaN(ours) && Number.isNaN(theirs))) continue
    const difference = Math.abs(ours - theirs) / Math.max(1, Math.abs(ours))
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference)
  }
  return largest
}
