/** A number that looks as if it stood for "missing". */
export interface Sentinel {
  readonly value: number
  readonly count: number
}

/** How many times the spread of the other values such a number has to lie off. */
const FAR_OFF = 2
const FEWEST_OTHERS = 3

/** The smallest or largest of sorted values, where it is a number that people write for "missing" and lies far off all others. */
export function likelySentinel(sorted: Float64Array): Sentinel | undefined {
  return outer(sorted, sorted[0]) ?? outer(sorted, sorted[sorted.length - 1])
}

function outer(sorted: Float64Array, value: number): Sentinel | undefined {
  if (!isWrittenForMissing(value)) return undefined
  const others = sorted.filter((other) => other !== value)
  if (others.length < FEWEST_OTHERS) return undefined
  const [least, most] = [others[0], others[others.length - 1]]
  const gap = value < least ? least - value : value - most
  return gap > FAR_OFF * (most - least) ? { value, count: sorted.length - others.length } : undefined
}

/** Nines, eights or sevens, such as -99 and 9999, ends of machine numbers, and powers of ten beyond all measuring. */
function isWrittenForMissing(value: number): boolean {
  const digits = String(Math.abs(value))
  if (value === -9 || value === -1e30 || value === 1e30) return true
  return /^(9{2,}(\.9+)?|8{2,}|7{2,}|3276[78]|214748364[78]|1e\+\d\d)$/.test(digits)
}
