/** The fold that each row is held out in; -1: in none. */
export function foldOfRows(heldOut: readonly (readonly number[] | Int32Array)[], rows: number): Int32Array {
  const folds = new Int32Array(rows).fill(-1)
  heldOut.forEach((held, fold) => {
    for (const row of held) folds[row] = fold
  })
  return folds
}
