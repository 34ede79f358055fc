import type { FlatValidation, ValidationSpec } from './validationSpec.ts'

/** The protocol by which rows are held out for the scores that are reported: of a nested one its outer part, else the protocol itself. */
export function outermostOf(validation: ValidationSpec): FlatValidation {
  return validation.strategy === 'nested' ? validation.outer : validation
}
