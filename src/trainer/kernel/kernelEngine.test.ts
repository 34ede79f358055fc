import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialWeights, uniformRange } from '../../core/model/initialWeights.ts'
import { makePredictor } from '../../core/model/predict.ts'
import { keyOf } from '../../core/random/keyedStream.ts'
import type { RandomKey } from '../../core/random/philox4x32.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import {
  caseFits,
  caseSpec,
  denseLayerSpec,
  FIT_CASES,
  heldOutFeatures,
  resultOf,
  trainFits,
  type FitCase,
} from '../testing/fitCases.ts'
import { buildLaneModel } from '../program/laneModel.ts'
import { laneLayerRow } from '../program/layers/laneLayers.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine, testKernel } from '../testing/testEngine.ts'
import { worstDifference } from '../testing/trainKerasCase.ts'
import { describeNetwork } from './describeNetwork.ts'
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
const CASES: readonly FitCase[] = [...FIT_CASES.filter(isComputed), deepCase('a hundred layers', 100)]

/** Networks with other layers are trained by TensorFlow. */
function isComputed(fitCase: FitCase): boolean {
  return caseSpec(fitCase).layers.every(({ type }) => laneLayerRow(type).kernel !== undefined)
}

/** So many layers, the output among them. */
function deepCase(name: string, layers: number): FitCase {
  const hidden = Array.from({ length: layers - 1 }, (_, i) => denseLayerSpec({ name: `hidden ${String(i)}` }))
  return { name, task: 'binary', layers: hidden, training: { batchSize: 33 } }
}

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

/** Draws the kernel of a layer of `rows` inputs and `columns` units. */
function drawnBy(
  kindName: string,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  key: RandomKey,
  { scale, shift }: { readonly scale: number; readonly shift: number },
): Float32Array {
  const { native, kind } = openKernel(kindName)
  const network = deepCase('one hidden layer', 2)
  const layers = [denseLayerSpec({ name: 'hidden', units: columns })]
  const {
    network: description,
    constants,
    numberNames,
  } = describeNetwork(buildLaneModel(caseSpec({ ...network, layers }), rows))
  const block = native.open({
    network: description,
    constants,
    lanes: 1,
    numbers: new Float32Array(numberNames.length),
    tables: [{ features: new Float32Array(0), targets: new Float32Array(0) }],
    threads: 1,
    kind,
  })
  native.drawVariable(block, 0, 0, Int32Array.from(key), scale, shift)
  const drawn = native.state(block, 0, false).slice(0, rows * columns)
  native.close(block)
  return drawn
}

describe('a block', () => {
  test('of more layers than the kernel takes is refused', async () => {
    const deep = deepCase('too many layers', 129)
    await expect(trainFits(deep, caseFits(deep), testKernel())).rejects.toThrow(
      'expected at most 128 layers, received 129',
    )
  })

  test('gives its variables without what the optimizer remembers, and gives back its memory when closed', () => {
    const { native, kind } = openKernel()
    const fitCase = deepCase('two layers', 2)
    const model = buildLaneModel(caseSpec(fitCase), 7)
    const { network, constants, numberNames } = describeNetwork(model)
    const nothing = { features: new Float32Array(0), targets: new Float32Array(0) }
    const block = native.open({
      network,
      constants,
      lanes: 1,
      numbers: new Float32Array(numberNames.length),
      tables: [nothing],
      threads: 2,
      kind,
    })
    // 7 inputs, 5 units, 1 output, biases; momentum keeps as many numbers again, behind each variable.
    const [weights, all] = [7 * 5 + 5 + 5 + 1, 2 * (7 * 5 + 5 + 5 + 1)]
    const state = Float32Array.from({ length: all }, (_, i) => i)
    let from = 0
    for (const [variable, size] of [7 * 5, 5, 5, 1].entries()) {
      for (const part of [2 * variable, 2 * variable + 1]) {
        native.setPart(block, 0, part, state.subarray(from, from + size))
        from += size
      }
    }
    expect(native.state(block, 0, true)).toEqual(state)
    const variables = native.state(block, 0, false)
    expect(variables).toHaveLength(weights)
    expect([...variables.subarray(0, 7 * 5)]).toEqual([...state.subarray(0, 7 * 5)])
    expect(variables[7 * 5]).toBe(2 * 7 * 5)
    native.close(block)
    native.close(block)
  })
})

describe('first weights', () => {
  test.each(
    KINDS.flatMap((kind) => ['glorotUniform', 'heUniform', 'lecunUniform'].map((type) => [kind, type] as const)),
  )('are drawn by %s to the bits of the program: %s', (kind, type) => {
    for (const [rows, columns] of [
      [1, 1],
      [7, 5],
      [60, 33],
      [130, 64],
    ]) {
      const variable = { rows, columns, rank: 2 } as const
      const initializer = { type: type as 'glorotUniform' }
      // The high bit of a word is its sign where it is widened.
      for (const key of [keyOf(7, 'weights', type), [0xfedcba98, 0x87654321], [3, 0xffffffff]] as const) {
        const range = uniformRange(initializer, variable)!
        expect(drawnBy(kind, variable, key, range)).toEqual(initialWeights(initializer, variable, key))
      }
    }
  })
})

describe('openKernel', () => {
  test('refuses an addon that was built from other sources', () => {
    const place = join(mkdtempSync(join(tmpdir(), 'holdout-kernel-')), 'old.cjs')
    writeFileSync(place, 'module.exports = { kinds: () => ["plain"] }')
    expect(() => openKernel(undefined, place)).toThrow('it was built from other sources')
    rmSync(dirname(place), { recursive: true })
  })
})
