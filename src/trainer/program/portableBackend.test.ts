import { beforeAll, describe, expect, test } from 'vitest'
import type { OpenBackend } from '../backend/openBackend.ts'
import { KERAS } from '../testing/kerasCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine } from '../testing/testEngine.ts'
import { trainKerasCase, worstDifference } from '../testing/trainKerasCase.ts'

let backend: OpenBackend
beforeAll(async () => {
  backend = await openTestBackend('portable')
})

describe('the portable backend follows Keras too', () => {
  test.each(KERAS.cases.map((kerasCase) => [kerasCase.name, kerasCase] as const))('%s', async (_, kerasCase) => {
    const run = await trainKerasCase({ ...kerasCase, epochs: 2 }, testEngine(backend, 'eager'))
    expect(worstDifference(run.history['loss'], kerasCase.history['loss'].slice(0, 2))).toBeLessThan(1e-4)
  })

  test('says what it is', () => {
    expect(backend.info.name).toBe('wasm')
    expect(backend.info.program).toBe('eager')
    expect(backend.info.notice).toMatch(/portable/)
  })
})
