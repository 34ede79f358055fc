import { acceptsNumber } from './acceptsNumber.ts'
import type { Catalogue, Field } from './field.ts'

/** What a setting that must be given begins with in an editor. */
const BEGINNINGS: Readonly<Record<string, unknown>> = {
  units: 30,
  rate: 0.2,
  stddev: 0.1,
  activation: 'relu',
  decaySteps: 1000,
  decayRate: 0.5,
  epochs: 50,
  factor: 0.5,
}

/** A new thing of a catalogue, as a file writes it: its type and what must be given; the rest is left to the defaults. */
export function newThing(catalogue: Catalogue, type: string): Readonly<Record<string, unknown>> & { type: string } {
  const needed = Object.entries(catalogue[type].fields).filter(([, field]) => field.required === true)
  return { type, ...Object.fromEntries(needed.map(([name, field]) => [name, beginning(name, field)])) }
}

function beginning(name: string, field: Field): unknown {
  if (Object.hasOwn(BEGINNINGS, name)) return BEGINNINGS[name]
  if (field.kind === 'choice') return field.options[0]
  return field.kind === 'number'
    ? [1, 0.5, field.min, field.max].find((one) => one !== undefined && acceptsNumber(field, one))
    : 1
}
