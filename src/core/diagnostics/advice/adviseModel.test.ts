import { describe, expect, it } from 'vitest'
import { adviseModel } from './adviseModel.ts'
import { completeTyped } from '../../settings/completeField.ts'
import { layerCatalogue } from '../../model/layerCatalogue.ts'
import type { Layer, ModelSpec, Optimizer } from '../../model/modelSpec.ts'
import { optimizerCatalogue } from '../../model/optimizerCatalogue.ts'

const model = (optimizer: object, ...layers: object[]): ModelSpec => ({
  name: 'A',
  layers: [...layers, { type: 'output', units: 1, activation: 'sigmoid' }].map(
    (layer, i) => completeTyped(layerCatalogue, { name: `l${i}`, ...layer }) as unknown as Layer,
  ),
  training: {
    optimizer: completeTyped(optimizerCatalogue, optimizer) as unknown as Optimizer,
    loss: { type: 'binaryCrossentropy', labelSmoothing: 0 },
    epochs: 1,
    batchSize: 1,
    shuffle: true,
  },
})
const hot = { type: 'sgd', learningRate: 0.1, momentum: 0.9 }
const dense = (units: number, maxValue?: number) => ({
  type: 'dense',
  units,
  ...(maxValue && { kernelConstraint: { type: 'maxNorm', maxValue } }),
})
const drop = (rate: number) => ({ type: 'dropout', rate })
const codes = (spec: ModelSpec) => adviseModel(spec, { inputs: 60 }).map(({ code }) => code)

describe('the coach', () => {
  it('has nothing to say without dropout, nor when the advice is followed', () => {
    expect(codes(model({ type: 'sgd' }, dense(60)))).toEqual([])
    expect(codes(model(hot, drop(0.2), dense(120, 3), drop(0.5)))).toEqual([])
  })

  it('says what the paper would of a first try', () => {
    expect(codes(model({ type: 'sgd' }, dense(30), drop(0.1)))).toEqual([
      'coach/rate-low',
      'coach/no-input-dropout',
      'coach/network-small',
      'coach/learning-rate-low',
      'coach/momentum-low',
      'coach/no-max-norm',
    ])
  })

  it('knows rates too high and norms out of range', () => {
    expect(codes(model(hot, drop(0.7), dense(120, 9), drop(0.8)))).toEqual([
      'coach/input-rate-high',
      'coach/rate-high',
      'coach/max-norm-unusual',
    ])
  })

  it('suggests n / (1 - rate) units and a patch to the place', () => {
    const [advice] = adviseModel(model(hot, drop(0.2), dense(30, 3), drop(0.5)), { inputs: 60 })
    expect(advice).toEqual({
      code: 'coach/network-small',
      at: ['layers', 1, 'units'],
      parameters: { units: 30, rate: 0.5, suggested: 60 },
      patch: [{ at: ['layers', 1, 'units'], value: 60 }],
    })
  })

  it('leaves other optimizers than SGD alone', () => {
    expect(codes(model({ type: 'adam' }, drop(0.2), dense(120, 3), drop(0.5)))).toEqual([])
  })
})
