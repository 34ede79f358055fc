/** A layer that is added to the two tables of layers is trained, predicted and exported without further code. */
import { describe, expect, test, vi } from 'vitest'
import { kerasLayers } from '../../core/exports/kerasLayers.ts'
import { modelGraph } from '../../core/exports/modelGraph.ts'
import { EXPORT_CASES } from '../../core/exports/testing/exportCases.ts'
import { plainSchema } from '../../core/experiment/file/fieldSchema.ts'
import type * as catalogueFile from '../../core/model/layerCatalogue.ts'
import { layerCatalogue } from '../../core/model/layerCatalogue.ts'
import type { Layer } from '../../core/model/modelSpec.ts'
import { makePredictor } from '../../core/model/predict.ts'
import { layerCode } from '../../lab/exports/script/kerasCode.ts'
import { openForTraining } from '../backend/openBackend.ts'
import { caseFits, caseSpec, FIT_CASES, heldOutFeatures, trainFits } from '../testing/fitCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { candidateOf } from '../testing/testJob.ts'
import { testEngine } from '../testing/testEngine.ts'
import type * as laneLayersFile from './layers/laneLayers.ts'

vi.mock('../../core/model/layerCatalogue.ts', async (importOriginal) => {
  const { scaled } = await import('../testing/scaledLayer.ts')
  const original = await importOriginal<typeof catalogueFile>()
  const layerCatalogue: Record<string, unknown> = { ...original.layerCatalogue, scaled }
  return { layerCatalogue, layerRow: (type: string) => layerCatalogue[type] }
})
vi.mock('./layers/laneLayers.ts', async (importOriginal) => {
  const { scaledLane } = await import('../testing/scaledLayer.ts')
  const { LANE_LAYERS } = await importOriginal<typeof laneLayersFile>()
  const rows: Record<string, unknown> = { ...LANE_LAYERS, scaled: scaledLane }
  return { LANE_LAYERS: rows, laneLayerRow: (type: string) => rows[type] }
})

const layer = { type: 'scaled', name: 'new scaled', factor: 0.5 } as unknown as Layer
const fitCase = FIT_CASES.find(({ name }) => name === 'scaled')!

describe('a new layer', () => {
  test('has a case of its own among fits and exports', () => {
    expect(fitCase.layers?.at(-1)).toEqual(layer)
    const cases = EXPORT_CASES.filter(({ model }) => model.spec.layers.some(({ type }) => type === layer.type))
    expect(cases).toHaveLength(3)
  })

  test('may stand in a file', () => {
    const schema = plainSchema({ kind: 'typed', what: 'a layer', catalogue: layerCatalogue, doc: '' })
    expect(schema.safeParse({ type: 'scaled', factor: 0.5 }).success).toBe(true)
    expect(schema.safeParse({ type: 'scaled' }).success).toBe(false)
  })

  test('is trained by TensorFlow, since the kernel does not compute it, and predicted in plain arithmetic', async () => {
    const job = { backend: 'auto', program: 'compiled', threads: { intraOp: 1, interOp: 1 } } as const
    const opened = await openForTraining({ ...job, candidates: [candidateOf(caseSpec(fitCase), 'scaled')] })
    expect(opened.info.name).toBe('tensorflow')
    const fit = caseFits(fitCase)[1]
    const run = (await trainFits(fitCase, [fit], testEngine(await openTestBackend()))).runs[0]
    const predicted = makePredictor({ spec: caseSpec(fitCase), inputs: 7, weights: run.weights! })(heldOutFeatures(fit))
    expect(predicted).toHaveLength(run.outputs.length)
    expect(Math.max(...predicted.map((value, i) => Math.abs(value - run.outputs[i])))).toBeLessThan(1e-5)
  })

  test('is exported', () => {
    expect(layerCode(layer)).toBe('layers.Scaled(0.5)')
    const { model } = EXPORT_CASES.at(-1)!
    const written = kerasLayers(model, model.members[0]).find(({ className }) => className === 'Scaled')
    expect(written).toEqual({ className: 'Scaled', config: { factor: 0.5 }, weights: [], name: 'new_scaled' })
    const { constants } = modelGraph(model, { numbers: new Map(), prediction: 'float32' })
    expect(constants.some(({ values }) => values.length === 1 && values[0] === 0.5)).toBe(true)
  })
})
