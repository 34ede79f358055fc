import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePredictor } from '../../core/model/predict.ts'
import type { OpenBackend } from '../backend/openBackend.ts'
import { ProgramCache } from '../program/programCache.ts'
import type { LaneEngine } from './laneEngine.ts'
import { programEngine } from './programEngine.ts'
import { caseFits, caseSpec, FIT_CASES, heldOutFeatures, resultOf, trainFits } from '../testing/fitCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine } from '../testing/testEngine.ts'
import { worstDifference } from '../testing/trainKerasCase.ts'

let backend: OpenBackend
let programs: ProgramCache
let engine: LaneEngine
beforeAll(async () => {
  backend = await openTestBackend()
  programs = new ProgramCache(backend.lanes, 'compiled')
  engine = programEngine({ backend: backend.lanes, programs })
})
afterAll(() => {
  programs.dispose()
})

const CASES = FIT_CASES.map((fitCase) => [fitCase.name, fitCase] as const)

describe.each(CASES)('%s', (_, fitCase) => {
  test('gives a fit the same bits alone, beside others and at another place', async () => {
    const [first, second, third, slowFirst] = caseFits(fitCase)
    const train = (fits: ReturnType<typeof caseFits>) => trainFits(fitCase, fits, engine)
    const alone = (await train([second])).runs[0]
    const middle = (await train([first, second, third])).runs[1]
    const last = (await train([third, slowFirst, second])).runs[2]
    expect(alone.history['loss'].length).toBeGreaterThan(0)
    expect(resultOf(middle)).toEqual(resultOf(alone))
    expect(resultOf(last)).toEqual(resultOf(alone))
  })

  test('gives a fit the same bits in a slice of many lanes', async () => {
    const fits = caseFits(fitCase)
    // Fold by fold, both candidates four times: 24 lanes in two slices, eight lanes drawing together.
    const many = [0, 1, 2].flatMap((fold) => Array.from({ length: 8 }, (_, i) => ({ ...fits[fold + 3 * (i % 2)] })))
    const { runs } = await trainFits(fitCase, many, engine)
    for (const lane of [0, 7, 9, 22, 23]) {
      const alone = await trainFits(fitCase, [many[lane]], engine)
      expect(resultOf(runs[lane])).toEqual(resultOf(alone.runs[0]))
    }
  })

  test('compiled equals eager, and prediction equals the engine', async () => {
    const fit = caseFits(fitCase)[1]
    const compiled = (await trainFits(fitCase, [fit], engine)).runs[0]
    const eager = (await trainFits(fitCase, [fit], testEngine(backend, 'eager'))).runs[0]
    expect(worstDifference(compiled.history['loss'], eager.history['loss'])).toBeLessThan(1e-5)
    expect(worstDifference(compiled.history['valLoss'], eager.history['valLoss'])).toBeLessThan(1e-5)
    const predict = makePredictor({ spec: caseSpec(fitCase), inputs: 7, weights: compiled.weights! })
    const predicted = predict(heldOutFeatures(fit))
    expect(predicted).toHaveLength(compiled.outputs.length)
    expect(Math.max(...predicted.map((value, i) => Math.abs(value - compiled.outputs[i])))).toBeLessThan(1e-5)
  })
})

test('another candidate of the same shape compiles nothing new, one of another shape does', async () => {
  const own = new ProgramCache(backend.lanes, 'compiled')
  const ownEngine = programEngine({ backend: backend.lanes, programs: own })
  const fitCase = FIT_CASES[0]
  const fits = caseFits(fitCase)
  await trainFits(fitCase, fits.slice(0, 3), ownEngine)
  const { compiled } = own
  expect(compiled).toBeGreaterThan(0)
  await trainFits(fitCase, fits.slice(3, 6), ownEngine)
  expect(own.compiled).toBe(compiled)
  await trainFits(fitCase, fits.slice(0, 2), ownEngine)
  expect(own.compiled).toBeGreaterThan(compiled)
  own.dispose()
})
