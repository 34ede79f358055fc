import { hashToHex, murmur3 } from '../random/murmur3.ts'
import type { FittedPreprocessing } from './fittedPreprocessing.ts'

const [COMMA, OPEN, CLOSE, ZERO] = [44, 91, 93, 48]

/**
 * What was fitted on what, in 32 hexadecimal digits: MurmurHash3 (128 bits) of the training rows' numbers and of
 * every fitted number. Tells two preparations apart; no guard against forgery.
 */
export function fingerprintOf(trainRows: Int32Array, fitted: FittedPreprocessing): string {
  return hashToHex(murmur3(jsonBytes(trainRows, fitted)))
}

/** `JSON.stringify([[...trainRows], fitted])` in UTF-8, without a list and a text of millions of rows. */
function jsonBytes(trainRows: Int32Array, fitted: FittedPreprocessing): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(fitted))
  const bytes = new Uint8Array(lengthOf(trainRows) + text.length + 5)
  bytes[0] = bytes[1] = OPEN
  let at = 2
  for (let i = 0; i < trainRows.length; i++) {
    if (i > 0) bytes[at++] = COMMA
    const end = at + digitsOf(trainRows[i])
    let left = trainRows[i]
    for (let place = end - 1; place >= at; place--) {
      const next = (left / 10) | 0
      bytes[place] = ZERO + left - 10 * next
      left = next
    }
    at = end
  }
  bytes[at++] = CLOSE
  bytes[at++] = COMMA
  bytes.set(text, at)
  bytes[at + text.length] = CLOSE
  return bytes.subarray(0, at + text.length + 1)
}

/** Bytes that the numbers of rows take with their commas, or a few more. */
function lengthOf(rows: Int32Array): number {
  let length = 0
  for (let i = 0; i < rows.length; i++) length += digitsOf(rows[i]) + 1
  return length
}

function digitsOf(row: number): number {
  let digits = 1
  for (let bound = 10; row >= bound; bound *= 10) digits++
  return digits
}
