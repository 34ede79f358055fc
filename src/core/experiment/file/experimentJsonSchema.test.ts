import { expect, it } from 'vitest'
import { experimentJsonSchema } from './experimentJsonSchema.ts'

it('describes layers and their fields for editors', () => {
  const text = JSON.stringify(experimentJsonSchema())
  expect(text).toContain('"const":"dropout"')
  expect(text).toContain('"kernelConstraint"')
  expect(experimentJsonSchema()).toMatchObject({ type: 'object', required: ['holdout', 'name', 'dataset', 'models'] })
})
