/** Codes renumbered 0 … `counts.length` - 1 without gaps, in ascending order of the codes that occur. */
export interface CountedCodes {
  readonly codes: Int32Array
  readonly counts: Int32Array
  /** The original code of each new one. */
  readonly originals: readonly number[]
}

/** Counts how often each code from 0 occurs and closes the gaps left by codes that do not (as `numpy.unique`). */
export function countCodes(codes: Int32Array): CountedCodes {
  // Arrays by code and plain loops: there may be millions of rows.
  const occurrences = new Int32Array(codes.reduce((most, code) => Math.max(most, code), -1) + 1)
  for (let row = 0; row < codes.length; row++) occurrences[codes[row]]++
  const originals = [...occurrences.keys()].filter((code) => occurrences[code] > 0)
  const renumbered = new Int32Array(occurrences.length)
  originals.forEach((code, i) => (renumbered[code] = i))
  const dense = new Int32Array(codes.length)
  for (let row = 0; row < codes.length; row++) dense[row] = renumbered[codes[row]]
  return { codes: dense, counts: Int32Array.from(originals, (code) => occurrences[code]), originals }
}
