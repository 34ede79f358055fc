import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenBackend } from '../backend/openBackend.ts'
import { KERAS } from '../testing/kerasCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine, testKernel } from '../testing/testEngine.ts'
import { trainKerasCase, worstDifference } from '../testing/trainKerasCase.ts'

let backend: OpenBackend
beforeAll(async () => {
  backend = await openTestBackend()
})

describe.each([
  ['program', () => testEngine(backend)],
  ['kernel', () => testKernel()],
])('trajectories of Keras from fixed weights, by the %s', (__, open) => {
  test.each(KERAS.cases.map((kerasCase) => [kerasCase.name, kerasCase] as const))('%s', async (_, kerasCase) => {
    const run = await trainKerasCase(kerasCase, open())
    const metric =
      kerasCase.task === 'regression' ? (['mae', 'meanAbsoluteError'] as const) : (['accuracy', 'accuracy'] as const)
    expect(worstDifference(run.history['loss'], kerasCase.history['loss'])).toBeLessThan(1e-4)
    expect(worstDifference(run.history[metric[1]], kerasCase.history[metric[0]])).toBeLessThan(1e-4)
    expect(worstDifference(run.outputs, kerasCase.predictions_after.flat())).toBeLessThan(1e-4)
  })
})

describe('compiled equals eager', () => {
  const names = [
    'sgd momentum',
    'adamw',
    'max norm 1 on both kernels',
    'batch normalization',
    'multiclass',
    'activation gelu',
  ]
  test.each(
    KERAS.cases.filter(({ name }) => names.includes(name)).map((kerasCase) => [kerasCase.name, kerasCase] as const),
  )('%s', async (_, kerasCase) => {
    const [compiled, eager] = [
      await trainKerasCase(kerasCase, testEngine(backend)),
      await trainKerasCase(kerasCase, testEngine(backend, 'eager')),
    ]
    expect(worstDifference(compiled.history['loss'], eager.history['loss'])).toBeLessThan(1e-5)
    expect(worstDifference(compiled.outputs, eager.outputs)).toBeLessThan(1e-5)
  })
})
