import type { Candidate } from '../model/modelSpec.ts'

/** Thread settings of TensorFlow, fixed before the library loads. */
export interface ThreadSettings {
  /** Threads one operation may be divided among. */
  readonly intraOp: number
  /** Operations that may run at once. */
  readonly interOp: number
}

/**
 * Multiplications in one lane's largest product from which dividing the product among threads pays.
 *
 * Below it, handing work over costs more than it saves: the networks of the Sonar exercise (16 × 60 × 60, about
 * 58,000) train three times faster with one thread per operation. A 784-512-512-10 network at batch 128 (51 million)
 * wants all cores. 4 million is about one millisecond on one core.
 */
export const WIDE_PRODUCT = 4_000_000

/**
 * Threads for a run, from the arithmetic per operation: small networks get one thread per operation and two operations
 * at once, wide ones all cores for each operation.
 *
 * @param features width of the prepared inputs
 * @param cores that may be used
 */
export function chooseThreads(candidates: readonly Candidate[], features: number, cores: number): ThreadSettings {
  const usable = Math.max(1, Math.floor(cores))
  const isWide = candidates.some((candidate) => largestProduct(candidate, features) >= WIDE_PRODUCT)
  return isWide ? { intraOp: usable, interOp: 1 } : { intraOp: 1, interOp: Math.min(2, usable) }
}

/** Multiplications of the widest layer's product of one batch in one lane. */
export function largestProduct({ spec }: Candidate, features: number): number {
  let width = features
  let largest = 0
  for (const layer of spec.layers) {
    if (layer.type !== 'dense' && layer.type !== 'output') continue
    largest = Math.max(largest, spec.training.batchSize * width * layer.units)
    width = layer.units
  }
  return largest
}
