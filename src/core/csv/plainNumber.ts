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
  if (end - at > EXACT_DIGITS + 1) return longNumber(bytes, start, end)
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

/** So many digits a 64-bit float may need, a nought before the point and leading ones after it. */
const MOST_DIGITS = 19

/** A number of 16 digits to 19, as programs write 64-bit floats. */
function longNumber(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS
  let first = 0
  let rest = 0
  let digits = 0
  let point = -1
  for (let at = isNegative ? start + 1 : start; at < end; at++) {
    const digit = bytes[at] - ZERO
    if (digit >= 0 && digit <= 9) {
      if (digits < EXACT_DIGITS) first = first * 10 + digit
      else rest = rest * 10 + digit
      digits++
    } else if (bytes[at] === POINT && point < 0) point = at
    else return slowNumber(bytes, start, end)
  }
  if (digits <= EXACT_DIGITS || digits > MOST_DIGITS) return slowNumber(bytes, start, end)
  const decimals = point < 0 ? 0 : end - point - 1
  const value = quotient(first, EXACT_POWERS[digits - EXACT_DIGITS], rest, EXACT_POWERS[decimals])
  if (value !== value) return slowNumber(bytes, start, end)
  return isNegative ? -value : value
}

/** More than the error of the sum of two floats that stands for a quotient, relative to it: about 2^-103. */
const DOUBT = 2 ** -98

/**
 * (first · scale + rest) / divisor, correctly rounded; NaN where twice the precision of a float is too little to tell. All are whole
 * numbers that a float holds, `rest` less than `scale`. Products and sums are kept with their rounding errors (Dekker 1971).
 */
function quotient(first: number, scale: number, rest: number, divisor: number): number {
  const product = first * scale
  const large = product + rest
  const small = rest - (large - product) + productError(first, scale, product)
  const guess = large / divisor
  const back = guess * divisor
  const left = large - back - productError(guess, divisor, back) + small
  const correction = left / divisor
  const doubt = guess * DOUBT
  const value = guess + (correction + doubt)
  return value === guess + (correction - doubt) ? value : NaN
}

/** What rounding `a * b` to `product` left out, exactly. */
function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a)
  const bHigh = upperHalf(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

/** The first 26 bits of a float. */
function upperHalf(value: number): number {
  const moved = value * (2 ** 27 + 1)
  return moved - (moved - value)
}

function slowNumber(bytes: Uint8Array, start: number, end: number): number {
  let text = ''
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at])
  return PLAIN.test(text) ? Number(text) : NaN
}
