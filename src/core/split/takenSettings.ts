import { strategyNamed } from './strategies.ts'
import type { StrategySetting } from './strategy.ts'
import type { FlatValidation, ValidationSpec } from './validationSpec.ts'

/** A protocol with the settings alone that its strategy takes: k-fold holds out no part of 0.25. */
export function takenSettings(validation: ValidationSpec): Readonly<Record<string, unknown>> {
  if (validation.strategy !== 'nested') return ofFlat(validation)
  const { outer, inner, ...rest } = validation
  return { ...rest, outer: ofFlat(outer), inner: ofFlat(inner) }
}

function ofFlat(flat: FlatValidation): Readonly<Record<string, unknown>> {
  const { takes } = strategyNamed(flat.strategy)
  const always = ['strategy', 'seed', 'groups']
  return Object.fromEntries(
    Object.entries(flat).filter(([name]) => always.includes(name) || takes.includes(name as StrategySetting)),
  )
}
