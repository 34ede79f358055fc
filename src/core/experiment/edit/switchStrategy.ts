import type { FlatValidation, ValidationStrategy } from '../../split/validationSpec.ts'
import type { WrittenFlatValidation, WrittenValidation } from '../file/experimentFile.ts'
import { strategyNamed } from '../../split/strategies.ts'

/**
 * A validation once another strategy was chosen: what the new one takes stays as it was, everything else goes. A flat one
 * becomes the outer part of a nested one; of a nested one the outer part goes on alone.
 */
export function switchStrategy(validation: WrittenValidation, strategy: ValidationStrategy): WrittenValidation {
  const flat = validation.strategy === 'nested' ? (validation.outer ?? {}) : validation
  if (strategy !== 'nested') return switchFlat(flat, strategy)
  return validation.strategy === 'nested' ? validation : { strategy, outer: flat }
}

/** {@link switchStrategy} for a validation, or a part of one, that nests no other. */
export function switchFlat(flat: WrittenFlatValidation, strategy: FlatValidation['strategy']): WrittenFlatValidation {
  const { takes, shuffles, groups } = strategyNamed(strategy)
  const stays = new Set<string>([...takes, 'seed', 'groups'])
  const isRepeatable = flat.shuffle ?? shuffles
  // Groups that are ignored are not kept together.
  if (groups && flat.groups === 'ignore') stays.delete('groups')
  // Repeats without shuffling would all be the same: the file must not ask for them.
  if (takes.includes('shuffle') && !isRepeatable) stays.delete('repeats')
  return { strategy, ...Object.fromEntries(Object.entries(flat).filter(([key]) => stays.has(key))) }
}
