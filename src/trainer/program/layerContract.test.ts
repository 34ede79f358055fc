import { describe, expect, test } from 'vitest'
import { layerCatalogue } from '../../core/model/layerCatalogue.ts'
import type { Layer, LayerType } from '../../core/model/modelSpec.ts'
import type { Fields } from '../../core/settings/field.ts'
import { caseSpec, FIT_CASES } from '../testing/fitCases.ts'
import { architectureKey, buildLaneModel, laneNumbers } from './laneModel.ts'

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
})
