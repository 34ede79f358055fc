import { expect, test } from 'vitest'
import type { NumberField } from './field.ts'
import { newThing } from './newThing.ts'

test.each<[Omit<NumberField, 'kind' | 'doc'>, number]>([
  [{}, 1],
  [{ min: 0, below: 1 }, 0.5],
  [{ min: 5, integer: true }, 5],
  [{ max: -2 }, -2],
])('a number that must be given within %j begins with %d', (bounds, expected) => {
  const share: NumberField = { kind: 'number', required: true, doc: 'A share.', ...bounds }
  expect(newThing({ thing: { doc: 'A thing.', fields: { share } } }, 'thing')).toEqual({
    type: 'thing',
    share: expected,
  })
})
