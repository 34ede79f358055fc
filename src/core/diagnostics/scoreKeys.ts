import type { HeldOutRows } from './heldOut.ts'
import type { ThresholdCounts } from './thresholdCounts.ts'

/**
 * Scores of single precision, as networks give them, are sorted as integers: the bits of a score that is not negative grow with it,
 * and the lowest bit of its key says whether its row is of the class. A key is 4 bytes where a score and its row are 12; what is
 * sorted is touched several times, and fresh memory costs more than the sorting.
 */

const single = new Float32Array(1)
const bits = new Uint32Array(single.buffer)

/** Kept from one call to the next. */
let held: readonly [Uint32Array, Uint32Array] = [new Uint32Array(0), new Uint32Array(0)]

/**
 * Counts of one class against the rest of all `parts` together, as `thresholdCounts` gives them; `undefined` where a score is negative
 * or not of single precision. `width` and `code` are those of `countsByThreshold`.
 */
export function countsOfSingles(
  parts: readonly HeldOutRows[],
  width: number,
  code: number,
): ThresholdCounts | undefined {
  const count = parts.reduce((sum, { truth }) => sum + truth.length, 0)
  if (held[0].length < count) held = [new Uint32Array(count), new Uint32Array(count)]
  const [keys, spare] = held.map((buffer) => buffer.subarray(0, count))
  let from = 0
  for (const part of parts) {
    if (!writeKeys(keys.subarray(from), part, width, code)) return undefined
    from += part.truth.length
  }
  return countKeys(sortKeys(keys, spare))
}

/** Whether all scores could be written. */
function writeKeys(keys: Uint32Array, { truth, values }: HeldOutRows, width: number, code: number): boolean {
  const column = width > 1 ? code : 0
  for (let row = 0; row < truth.length; row += 1) {
    const score = values[row * width + column]
    single[0] = score
    if (single[0] !== score || score < 0) return false
    // The sign of -0 is shifted out: it is the same score as 0.
    keys[row] = (bits[0] << 1) | (truth[row] === code ? 1 : 0)
  }
  return true
}

const DIGIT_BITS = 11
const DIGITS = 3
const BUCKETS = 1 << DIGIT_BITS
const MASK = BUCKETS - 1

/** Ascending, by radix; in one of the two buffers. */
function sortKeys(keys: Uint32Array, spare: Uint32Array): Uint32Array {
  let [from, to] = [keys, spare]
  for (let digit = 0; digit < DIGITS; digit += 1) {
    const shift = digit * DIGIT_BITS
    const places = new Uint32Array(BUCKETS + 1)
    for (let at = 0; at < from.length; at += 1) places[((from[at] >>> shift) & MASK) + 1] += 1
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) places[bucket + 1] += places[bucket]
    for (let at = 0; at < from.length; at += 1) to[places[(from[at] >>> shift) & MASK]++] = from[at]
    ;[from, to] = [to, from]
  }
  return from
}

function countKeys(keys: Uint32Array): ThresholdCounts {
  const most = keys.length
  let distinct = most === 0 ? 0 : 1
  for (let at = 1; at < most; at += 1) if (keys[at] >>> 1 !== keys[at - 1] >>> 1) distinct += 1
  const thresholds = new Float32Array(distinct)
  const truePositives = new Uint32Array(distinct)
  const falsePositives = new Uint32Array(distinct)
  let count = 0
  let positives = 0
  for (let at = most - 1; at >= 0; at -= 1) {
    positives += keys[at] & 1
    if (at > 0 && keys[at - 1] >>> 1 === keys[at] >>> 1) continue
    bits[0] = keys[at] >>> 1
    thresholds[count] = single[0]
    truePositives[count] = positives
    falsePositives[count] = most - at - positives
    count += 1
  }
  return { thresholds, truePositives, falsePositives, positives, negatives: most - positives }
}
