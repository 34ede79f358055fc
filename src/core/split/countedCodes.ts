/** Codes renumbered 0 … `counts.length` - 1 without gaps, in ascending order of the codes that occur. */
export interface CountedCodes {
  readonly codes: Int32Array
  readonly counts: Int32Array
  /** The original code of each new one. */
  readonly originals: readonly number[]
}

/** Counts how often each code occurs and closes the gaps left by codes that do not (as `numpy.unique`). */
export function countCodes(codes: Int32Array): CountedCodes {
  const originals = [...new Set(codes)].sort((a, b) => a - b)
  const renumbered = new Map(originals.map((code, i) => [code, i]))
  const counts = new Int32Array(originals.length)
  const dense = codes.map((code) => renumbered.get(code) as number)
  for (const code of dense) counts[code]++
  return { codes: dense, counts, originals }
}
