import { describe, expect, it } from 'vitest'
import type { Fields } from '../settings/field.ts'
import { completePreprocessing } from '../experiment/resolve/defaults.ts'
import { validateExperiment } from '../experiment/file/validateExperiment.ts'
import { categoryFields, numericFields, targetField } from './preprocessingFields.ts'

const file = (preprocessing: unknown) =>
  ({
    holdout: 1,
    name: 'x',
    dataset: { target: 'y' },
    preprocessing,
    models: [{ name: 'a', layers: ['output'] }],
  }) as never

function defaultsOf(fields: Fields): unknown {
  return Object.fromEntries(Object.entries(fields).map(([name, { default: value }]) => [name, value]))
}

describe('the fields of preprocessing', () => {
  it('have the defaults that are taken', () => {
    const { numeric, category, target } = completePreprocessing()
    expect(defaultsOf(numericFields)).toEqual(numeric)
    expect(defaultsOf(categoryFields)).toEqual(category)
    expect(targetField.default).toBe(target)
  })

  it('offer exactly what a file may hold', () => {
    const parts = Object.entries({ numeric: numericFields, category: categoryFields }) as [string, Fields][]
    for (const [part, fields] of parts)
      for (const [name, field] of Object.entries(fields)) {
        if (field.kind !== 'choice') continue
        for (const option of field.options)
          expect(() => validateExperiment(file({ [part]: { [name]: option } }))).not.toThrow()
        expect(() => validateExperiment(file({ [part]: { [name]: 'other' } }))).toThrow(field.options.join(', '))
      }
  })
})
