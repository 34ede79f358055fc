import { describe, expect, test } from 'vitest'
import { layerCatalogue, layerRow } from '../../core/model/layerCatalogue.ts'
import type { Layer, LayerType } from '../../core/model/modelSpec.ts'
import type { Fields } from '../../core/settings/field.ts'
import { caseSpec, FIT_CASES } from '../testing/fitCases.ts'
import { architectureKey, buildLaneModel, laneNumbers } from './laneModel.ts'
import { laneLayerRow } from './layers/laneLayers.ts'

const types = Object.keys(layerCatalogue) as LayerType[]
const INPUTS = 7
const fitLayers = FIT_CASES.flatMap((fitCase) => caseSpec(fitCase).layers)

function specOf(layer: Layer) {
  const spec = caseSpec(FIT_CASES[0])
  return { ...spec, layers: [{ ...layer, name: 'tried' }, ...spec.layers] }
}

describe.each(types)('the layer %s', (type) => {
  const layer = fitLayers.find((candidate) => candidate.type === type)

  test('has a fit that is trained alone, beside others and eagerly', () => {
    expect(layer).toBeDefined()
  })

  test('takes every number that need not be whole as an input of the program', () => {
    if (!layer) return
    const fields = layerCatalogue[type].fields as Fields
    for (const [name, field] of Object.entries(fields)) {
      if (field.kind !== 'number' || field.integer === true) continue
      const other = { ...layer, [name]: Number(layer[name as keyof Layer]) * 0.5 }
      const numbers = (candidate: Layer) => laneNumbers(buildLaneModel(specOf(candidate), INPUTS))
      expect(numbers(other), `${type}.${name}`).not.toEqual(numbers(layer))
      expect(architectureKey(specOf(other), INPUTS)).toBe(architectureKey(specOf(layer), INPUTS))
    }
  })

  test('has the same weights and units in the trainer as in core, and draws noise in both or in neither', () => {
    if (!layer) return
    const row = layerRow(type)
    const built = laneLayerRow(type).build(layer, INPUTS)
    const trained = Object.entries(built.variables).map(([name, { rows, columns, trainable }]) => ({
      name,
      size: rows * columns,
      trainable,
    }))
    const described = row.weights(layer, INPUTS).map(({ name, shape, trainable }) => ({
      name,
      size: shape.reduce((size, length) => size * length, 1),
      trainable,
    }))
    expect(trained).toEqual(described)
    expect(built.outputUnits).toBe(row.outputUnits(layer, INPUTS))
    expect(built.draws > 0).toBe(row.disturb !== undefined)
  })

  test('is predicted as Keras does where it acts while predicting', () => {
    expect(laneLayerRow(type).predictAsKeras !== undefined).toBe(layerRow(type).predict !== undefined)
  })

  test('gives the kernel, where that computes it, all its variables and numbers', () => {
    const row = laneLayerRow(type)
    if (!layer || !row.kernel) return
    const { variables = [], numbers = [] } = row.kernel
    const built = row.build(layer, INPUTS)
    expect(Object.keys(built.variables).sort()).toEqual([...variables].sort())
    expect(Object.keys(built.numbers).sort()).toEqual([...numbers].sort())
  })
})
