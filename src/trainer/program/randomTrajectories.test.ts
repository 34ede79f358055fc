import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenBackend } from '../backend/openBackend.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { RANDOM_KERAS, type RandomKerasCase } from '../testing/randomKerasCases.ts'
import { trainFromWeights } from '../testing/trainFromWeights.ts'
import { worstDifference } from '../testing/trainKerasCase.ts'

const TOLERANCE = 1e-4
/** Where float32 Keras strays this far from float64 Keras, rounding alone decides: such a case is named and allowed as much. */
const CHAOTIC = 1e-4
const { cases, x, x_eval: xEval, y } = RANDOM_KERAS

let backend: OpenBackend
beforeAll(async () => {
  backend = await openTestBackend()
})

function allowed(strayed: number): number {
  return strayed > CHAOTIC ? 2 * strayed : TOLERANCE
}

function titleOf({ task, spec, strayed }: RandomKerasCase): string {
  const { optimizer, schedule } = spec.training
  const chaotic = Math.max(...Object.values(strayed)) > CHAOTIC ? ', chaotic in float32' : ''
  return `${spec.name}: ${task}, ${optimizer.type}, ${schedule?.type ?? 'constant rate'}${chaotic}`
}

describe('random networks follow Keras from fixed weights', () => {
  test('few of them are chaotic', () => {
    const chaotic = cases.filter(({ strayed }) => Math.max(...Object.values(strayed)) > CHAOTIC)
    expect(chaotic.length).toBeLessThan(cases.length / 10)
  })

  // Eager: compiling each of so many programs takes longer than running it, and compiled equals eager (`laneIndependence.test.ts`).
  test.each(cases.map((one) => [titleOf(one), one] as const))('%s', async (_, one) => {
    const { task, spec, weights, history, predictions, strayed } = one
    const run = await trainFromWeights({ task, spec, x, xEval, y: y[task], weights }, backend, 'eager')
    const metric = run.history[task === 'regression' ? 'meanAbsoluteError' : 'accuracy']
    expect(worstDifference(run.history['loss'], history.loss)).toBeLessThan(allowed(strayed.loss))
    expect(worstDifference(metric, history.metric)).toBeLessThan(allowed(strayed.metric))
    expect(worstDifference(run.outputs, predictions.flat())).toBeLessThan(allowed(strayed.predictions))
  })
})
