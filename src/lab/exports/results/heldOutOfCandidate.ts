import { heldOutOf } from '../../../core/diagnostics/heldOut.ts'
import type { HeldOut } from '../../../core/diagnostics/heldOut.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { isDone } from '../../../core/run/runState.ts'
import type { ExportSource } from '../exportSource.ts'

/** The held-out predictions of one candidate, joined to the truth. */
export function heldOutOfCandidate({ state, table, document }: ExportSource, candidate: number): HeldOut {
  const { task } = document
  const { classes, labels, values } = encodeTarget(table, task)
  const fits = [...state.candidates[candidate].fits.values()].filter(
    (fit) => isDone(fit) && fit.key.outer === undefined,
  )
  const stored = fits.map(({ key: { repeat, fold }, predictions }) => ({
    repeat,
    fold,
    ...(predictions && { predictions: { rows: predictions.rows, values: predictions.values.flat() } }),
  }))
  return heldOutOf({ task, classes, truth: labels ?? values ?? [] }, stored)
}
