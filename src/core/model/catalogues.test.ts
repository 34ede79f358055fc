import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { constraintCatalogue } from './constraintCatalogue.ts'
import { describeField } from '../settings/describeField.ts'
import type { Field, Fields } from '../settings/field.ts'
import { initializerCatalogue } from './initializerCatalogue.ts'
import { layerCatalogue } from './layerCatalogue.ts'
import { lossCatalogue } from './lossCatalogue.ts'
import { optimizerCatalogue } from './optimizerCatalogue.ts'
import { regularizerCatalogue } from './regularizerCatalogue.ts'
import { scheduleCatalogue } from './scheduleCatalogue.ts'
import { earlyStoppingFields, trainingFields } from './trainingFields.ts'
import { plainSchema } from '../experiment/file/fieldSchema.ts'

const catalogues = {
  layerCatalogue,
  optimizerCatalogue,
  scheduleCatalogue,
  lossCatalogue,
  initializerCatalogue,
  constraintCatalogue,
  regularizerCatalogue,
}
const entries = Object.entries(catalogues).flatMap(([catalogue, types]) =>
  Object.entries(types).map(
    ([type, entry]) => [`${catalogue} ${type}`, type, entry.doc, entry.fields as Fields] as const,
  ),
)
const all = [
  ...entries,
  ['training', 'training', 'training', trainingFields as Fields] as const,
  ['earlyStopping', 'earlyStopping', 'early stopping', earlyStoppingFields as Fields] as const,
]
const guide = readFileSync(new URL('../../../docs/experiment-file.md', import.meta.url), 'utf8')

describe.each(all)('%s', (_, type, doc, fields) => {
  const settable = Object.entries(fields).filter(([, field]) => field.kind !== 'fixed')

  it('accepts its own defaults', () => {
    const rejected = settable.filter(([, field]) => field.default !== undefined && !accepts(field, field.default))
    expect(rejected).toEqual([])
  })

  it('says what it is and what it takes', () => {
    expect(doc).not.toBe('')
    for (const [name, field] of settable) {
      expect(field.doc, name).toMatch(/\.$/)
      expect(describeField(field), name).not.toBe('')
    }
  })

  it('stands in the reference of the format', () => {
    for (const name of [type, ...settable.map(([field]) => field)]) expect(guide).toContain(`\`${name}\``)
  })
})

function accepts(field: Field, value: unknown): boolean {
  return plainSchema(field).safeParse(value).success
}

it.each([
  [{ kind: 'number', doc: '', min: 0, below: 1 }, 'a number from 0 to below 1'],
  [{ kind: 'number', doc: '', integer: true, min: 1 }, 'a whole number of at least 1'],
  [{ kind: 'number', doc: '', above: 0 }, 'a number above 0'],
  [{ kind: 'number', doc: '', above: 0, max: 1 }, 'a number above 0 up to 1'],
  [{ kind: 'number', doc: '', above: 0, below: 1 }, 'a number above 0 and below 1'],
  [{ kind: 'number', doc: '' }, 'a number'],
] satisfies [Field, string][])('describes %j', (field, text) => expect(describeField(field)).toBe(text))
