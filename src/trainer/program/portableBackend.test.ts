import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenBackend } from '../backend/openBackend.ts'
import { KERAS } from '../testing/kerasCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { trainKerasCase, worstDifference } from '../testing/trainKerasCase.ts'

let backend: OpenBackend
beforeAll(async () => {
  backend = await openTestBackend('portable')
})

describe('the portable backend follows Keras too', () => {
  const names = [
    'sgd momentum',
    'adam',
    'max norm 1 on both kernels',
    'l1 l2',
    'activation mish',
    'batch normalization',
    'layer normalization',
    'multiclass',
    'regression huber',
  ]
  test.each(
    KERAS.cases.filter(({ name }) => names.includes(name)).map((kerasCase) => [kerasCase.name, kerasCase] as const),
  )('%s', async (_, kerasCase) => {
    const run = await trainKerasCase({ ...kerasCase, epochs: 4 }, backend, 'eager')
    expect(worstDifference(run.history['loss'], kerasCase.history['loss'].slice(0, 4))).toBeLessThan(1e-4)
  })

  test('says what it is', () => {
    expect(backend.info.name).not.toBe('tensorflow')
    expect(backend.info.program).toBe('eager')
    expect(backend.info.notice).toMatch(/portable/)
  })
})
