import { beforeAll, describe, expect, test } from 'vitest'
import { makePredictor } from '../../core/model/predict.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import {
  caseFits,
  caseSpec,
  FIT_CASES,
  heldOutFeatures,
  resultOf,
  trainFits,
  type FitCase,
} from '../testing/fitCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine, testKernel } from '../testing/testEngine.ts'
import { worstDifference } from '../testing/trainKerasCase.ts'
import { openKernel } from './nativeKernel.ts'

let program: LaneEngine
beforeAll(async () => {
  program = testEngine(await openTestBackend(), 'eager')
})

/** Kinds of arithmetic that this processor can run; the plain one always is there. */
const KINDS = openKernel()
  .native.kinds()
  .filter((kind) => kind !== '')

/** Beyond the program's own cases: what the kernel computes by code of its own. */
const CASES: readonly FitCase[] = FIT_CASES

describe.each(CASES.map((fitCase) => [fitCase.name, fitCase] as const))('%s', (_, fitCase) => {
  test('follows the recorded program in every epoch', async () => {
    const fits = caseFits(fitCase)
    const [kernel, reference] = [await trainFits(fitCase, fits, testKernel()), await trainFits(fitCase, fits, program)]
    kernel.runs.forEach((run, lane) => {
      const expected = reference.runs[lane]
      for (const name of Object.keys(expected.history))
        expect(worstDifference(run.history[name], expected.history[name])).toBeLessThan(1e-4)
      expect(worstDifference(run.outputs, expected.outputs)).toBeLessThan(1e-4)
      expect(run.earlyStop.bestEpoch).toBe(expected.earlyStop.bestEpoch)
    })
  })

  test('gives a fit the same bits alone, beside others, by every kind of arithmetic and any number of threads', async () => {
    const [first, second, third, slowFirst] = caseFits(fitCase)
    const alone = (await trainFits(fitCase, [second], testKernel())).runs[0]
    expect(alone.history['loss'].length).toBeGreaterThan(0)
    for (const kind of KINDS) {
      const middle = (await trainFits(fitCase, [first, second, third], testKernel(kind, 1))).runs[1]
      const last = (await trainFits(fitCase, [third, slowFirst, second], testKernel(kind, 3))).runs[2]
      expect(resultOf(middle)).toEqual(resultOf(alone))
      expect(resultOf(last)).toEqual(resultOf(alone))
    }
  })

  test('predicts what the trained model predicts', async () => {
    const fit = caseFits(fitCase)[1]
    const run = (await trainFits(fitCase, [fit], testKernel())).runs[0]
    const predicted = makePredictor({ spec: caseSpec(fitCase), inputs: 7, weights: run.weights! })(heldOutFeatures(fit))
    expect(predicted).toHaveLength(run.outputs.length)
    expect(Math.max(...predicted.map((value, i) => Math.abs(value - run.outputs[i])))).toBeLessThan(1e-5)
  })
})
