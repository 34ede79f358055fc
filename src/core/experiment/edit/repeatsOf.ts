import type { WrittenValidation } from '../file/experimentFile.ts'
import { strategyNamed } from '../../split/strategies.ts'

/** How often a validation is repeated in all, and whether it can be repeated more often. Of a nested one its outer part counts. */
export function repeatsOf(validation: WrittenValidation = {}): {
  readonly repeats: number
  readonly canRepeat: boolean
} {
  const { strategy = 'k-fold', repeats = 1 } = validation.strategy === 'nested' ? (validation.outer ?? {}) : validation
  return { repeats, canRepeat: strategyNamed(strategy).takes.includes('repeats') }
}
