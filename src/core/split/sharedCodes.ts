import type { RepeatSides } from './firstRepeat.ts'

/** Codes that some fold has on both sides, and the held-out rows with such a code. */
export interface SharedCodes {
  readonly codes: ReadonlySet<number>
  /** Rows that are held out while another row of their code is trained on, ascending. */
  readonly rows: readonly number[]
}

/**
 * Which of `codes[row]`, such as groups or equal rows, are both trained on and held out in some fold. Codes below 0 belong
 * to nothing.
 */
export function sharedCodes(codes: Int32Array, sides: RepeatSides): SharedCodes {
  return sides === 'eachRowAlone' ? sharedWhenAlone(codes) : sharedInFolds(codes, sides)
}

function sharedInFolds(codes: Int32Array, sides: Exclude<RepeatSides, string>): SharedCodes {
  const most = codes.reduce((highest, code) => Math.max(highest, code), -1)
  // Per code the last fold in which a training row had it: cheaper than a set for each fold.
  const trainedIn = new Int32Array(most + 1).fill(-1)
  const shared = new Set<number>()
  const rows = new Set<number>()
  sides.forEach(({ train, test }, fold) => {
    for (const row of train) if (codes[row] >= 0) trainedIn[codes[row]] = fold
    for (const row of test) {
      if (codes[row] < 0 || trainedIn[codes[row]] !== fold) continue
      shared.add(codes[row])
      rows.add(row)
    }
  })
  return { codes: shared, rows: [...rows].sort((a, b) => a - b) }
}

function sharedWhenAlone(codes: Int32Array): SharedCodes {
  const counts = new Map<number, number>()
  for (const code of codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1)
  const shared = new Set([...counts].flatMap(([code, count]) => (count > 1 ? [code] : [])))
  const rows: number[] = []
  codes.forEach((code, row) => {
    if (shared.has(code)) rows.push(row)
  })
  return { codes: shared, rows }
}
