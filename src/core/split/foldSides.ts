import type { Sides } from './split.ts'

/** Turns `foldOf[row]`, the fold in which a row is held out, into the two sides of each fold, rows ascending. */
export function foldSides(foldOf: Int32Array, folds: number): Sides[] {
  return Array.from({ length: folds }, (_, fold) => ({
    train: rowsWhere(foldOf, (held) => held !== fold),
    test: rowsWhere(foldOf, (held) => held === fold),
  }))
}

function rowsWhere(foldOf: Int32Array, wanted: (fold: number) => boolean): Int32Array {
  const rows = new Int32Array(foldOf.length)
  let count = 0
  for (let row = 0; row < foldOf.length; row++) if (wanted(foldOf[row])) rows[count++] = row
  return rows.slice(0, count)
}
