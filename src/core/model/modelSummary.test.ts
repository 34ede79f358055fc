import { expect, it } from 'vitest'
import { completeTyped } from '../settings/completeField.ts'
import { layerCatalogue } from './layerCatalogue.ts'
import { modelSummary } from './modelSummary.ts'
import type { Layer } from './modelSpec.ts'

const stack = (...layers: object[]) => ({
  layers: layers.map((layer, i) => completeTyped(layerCatalogue, { name: `l${i}`, ...layer }) as unknown as Layer),
})

it('counts the Sonar baseline as Keras does', () => {
  const summary = modelSummary(
    stack(
      { type: 'dense', units: 60 },
      { type: 'dropout', rate: 0.2 },
      { type: 'dense', units: 30 },
      { type: 'output', units: 1, activation: 'sigmoid' },
    ),
    60,
  )
  expect(summary.layers.map(({ outputUnits }) => outputUnits)).toEqual([60, 60, 30, 1])
  expect(summary.layers.map(({ parameters }) => parameters)).toEqual([3660, 0, 1830, 31])
  expect(summary).toMatchObject({ parameters: 5521, trainableParameters: 5521 })
})

it('counts moving averages, but not as trainable', () => {
  const summary = modelSummary(
    stack(
      { type: 'dense', units: 8, useBias: false },
      { type: 'batchNormalization' },
      { type: 'layerNormalization', center: false },
    ),
    4,
  )
  expect(summary.layers.map(({ parameters }) => parameters)).toEqual([32, 32, 8])
  expect(summary.trainableParameters).toBe(32 + 16 + 8)
})
