import { hashToHex, murmur3 } from '../random/murmur3.ts'
import type { FittedPreprocessing } from './fittedPreprocessing.ts'

/**
 * What was fitted on what, in 32 hexadecimal digits: MurmurHash3 (128 bits) of the training rows' numbers and of
 * every fitted number. Tells two preparations apart; no guard against forgery.
 */
export function fingerprintOf(trainRows: Int32Array, fitted: FittedPreprocessing): string {
  const text = JSON.stringify([[...trainRows], fitted])
  return hashToHex(murmur3(new TextEncoder().encode(text)))
}
