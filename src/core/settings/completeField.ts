import { mayBeNone, type Catalogue, type Field, type Fields } from './field.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * A setting with all defaults filled in: shorthands become objects, `none` becomes absent (`undefined`).
 *
 * Expects a value that the schema has accepted and that holds no sweep.
 */
export function completeField(field: Field, value: unknown): unknown {
  if (field.kind === 'fixed') return field.default
  const given = value ?? field.default
  if (given === undefined || (given === 'none' && mayBeNone(field))) return undefined
  if (field.kind === 'typed') return completeTyped(field.catalogue, given)
  if (field.kind === 'group') return completeFields(field.fields, given as Values)
  return given
}

/** A thing with a `type`, complete; keys in the catalogue's order, so that equal settings are equal as text. */
export function completeTyped(catalogue: Catalogue, value: unknown): Values {
  const written = typeof value === 'string' ? { type: value } : (value as Values)
  const type = written.type as string
  return { type, ...completeFields(catalogue[type].fields, written) }
}

/** Every field complete; what stays absent has no key. */
export function completeFields(fields: Fields, written: Values): Values {
  const complete = Object.entries(fields).map(([name, field]) => [name, completeField(field, written[name])] as const)
  return Object.fromEntries(complete.filter(([, value]) => value !== undefined))
}
