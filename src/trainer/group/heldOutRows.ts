/** The rows that lanes are judged by (and that early stopping watches), in pieces of one fixed size. */
import type { FitPlan } from './fitPlan.ts'

/** Sums over rows, one per lane. */
export type LaneSums = Readonly<Record<string, Float64Array>>

/** One piece for all lanes: row numbers `[lanes * size]` and masks of the same length. */
export interface EvalPiece {
  readonly rows: Int32Array
  readonly mask: Float32Array
  readonly monitor?: Float32Array
}

/** Most rows looked at in one go: bounds memory on large tables. */
const LARGEST_PIECE = 2048

/**
 * Rows of a piece for a validation whose largest fit has `rows` to look at. A multiple of 16, and the same for every
 * fit of a job, so that a fit's bits do not depend on which others it is trained with.
 */
export function pieceSize(rows: number): number {
  return Math.max(16, Math.min(LARGEST_PIECE, Math.ceil(rows / 16) * 16))
}

/** Cuts the rows of all lanes into pieces; padding points at a lane's first row and is masked. */
export function evalPieces(
  lanes: readonly { readonly fit: FitPlan; readonly firstRow: number }[],
  size: number,
  hasMonitor: boolean,
): readonly EvalPiece[] {
  const perLane = lanes.map(({ fit }) => [...fit.test, ...(fit.monitor ?? [])])
  const longest = Math.max(1, ...perLane.map((rows) => rows.length))
  return Array.from({ length: Math.ceil(longest / size) }, (_, piece) => {
    const rows = new Int32Array(lanes.length * size)
    const mask = new Float32Array(rows.length)
    const monitor = hasMonitor ? new Float32Array(rows.length) : undefined
    lanes.forEach(({ fit, firstRow }, l) => {
      for (let i = 0; i < size; i++) {
        const at = piece * size + i
        const row = perLane[l][at]
        rows[l * size + i] = firstRow + (row ?? 0)
        if (row === undefined) continue
        if (at < fit.test.length) mask[l * size + i] = 1
        else if (monitor) monitor[l * size + i] = 1
      }
    })
    return { rows, mask, ...(monitor && { monitor }) }
  })
}

/** Adds up the sums of all pieces; a penalty is the same in each and is kept once. */
export function addSums(pieces: readonly LaneSums[]): LaneSums {
  const total: Record<string, Float64Array> = {}
  for (const sums of pieces) {
    for (const [name, values] of Object.entries(sums)) {
      const known = total[name]
      total[name] = known && name !== 'penalty' ? known.map((value, lane) => value + values[lane]) : values
    }
  }
  return total
}

/** Outputs of the held-out rows of each lane, in the order of `fit.test`: `[rows * outputs]`. */
export function testOutputs(
  fits: readonly FitPlan[],
  pieces: readonly Float32Array[],
  size: number,
  outputs: number,
): readonly Float32Array[] {
  return fits.map((fit, l) => {
    const values = new Float32Array(fit.test.length * outputs)
    for (let i = 0; i < fit.test.length; i++) {
      const piece = pieces[Math.floor(i / size)]
      const from = (l * size + (i % size)) * outputs
      values.set(piece.subarray(from, from + outputs), i * outputs)
    }
    return values
  })
}
