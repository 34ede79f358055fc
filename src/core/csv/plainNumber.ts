const MINUS = 45
const PLUS = 43
const POINT = 46
const ZERO = 48
/** So many digits fit into a 64-bit float as a whole number. */
export const EXACT_DIGITS = 15
/** Powers of ten that a 64-bit float holds exactly: a whole number divided by one is rounded once, as it should be. */
export const EXACT_POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power)
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * The number in some bytes of ASCII, without blanks, in the plain style (`-12.5`, `.5`, `1e3`), correctly rounded; NaN where they are
 * anything else. May be infinite.
 */
export function plainNumber(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]
  const isNegative = first === MINUS
  let at = isNegative || first === PLUS ? start + 1 : start
  if (end - at > EXACT_DIGITS + 1) return slowNumber(bytes, start, end)
  let whole = 0
  let digits = 0
  let point = -1
  for (; at < end; at++) {
    const digit = bytes[at] - ZERO
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit
      digits++
    } else if (bytes[at] === POINT && point < 0) point = at
    else return slowNumber(bytes, start, end)
  }
  if (digits === 0 || digits > EXACT_DIGITS) return slowNumber(bytes, start, end)
  const value = point < 0 ? whole : whole / EXACT_POWERS[end - point - 1]
  return isNegative ? -value : value
}

function slowNumber(bytes: Uint8Array, start: number, end: number): number {
  let text = ''
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at])
  return PLAIN.test(text) ? Number(text) : NaN
}
