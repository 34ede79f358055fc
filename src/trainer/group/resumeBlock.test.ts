import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LaneEngine } from './laneEngine.ts'
import { caseFits, FIT_CASES, resultOf, trainFits } from '../testing/fitCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine, testKernel } from '../testing/testEngine.ts'

let program: LaneEngine
beforeAll(async () => {
  program = testEngine(await openTestBackend())
})
afterAll(() => {
  program.dispose()
})

describe.each([
  ['program', () => program],
  ['kernel', () => testKernel()],
])('a block of the %s that was stopped comes to the same bits', (__, open) => {
  const names = ['adam', 'rmsprop centered', 'dropout', 'batchNormalization', 'early stopping', 'reduce on plateau']
  const cases = FIT_CASES.filter(({ name }) => names.includes(name))
  test.each(cases.map((fitCase) => [fitCase.name, fitCase] as const))('%s', async (_, fitCase) => {
    const engine = open()
    const fits = caseFits(fitCase).slice(0, 3)
    const whole = await trainFits(fitCase, fits, engine)
    const stopped = await trainFits(fitCase, fits, engine, { stopBefore: 3 })
    const { checkpoint } = stopped
    expect(checkpoint?.epoch).toBe(2)
    const left = fits.filter((fit) => !stopped.runs.some((run) => run.fit === fit))
    expect(checkpoint?.lanes).toHaveLength(left.length)
    expect(left.length).toBeGreaterThan(0)
    const resumed = await trainFits(fitCase, left, engine, { from: checkpoint! })
    const all = [...stopped.runs, ...resumed.runs]
    for (const run of whole.runs) expect(resultOf(all.find(({ fit }) => fit === run.fit)!)).toEqual(resultOf(run))
  })

  test('early stopping and plateaus do act in these cases', async () => {
    const engine = open()
    const named = (name: string) => FIT_CASES.find((fitCase) => fitCase.name === name)!
    const stopping = named('early stopping')
    const early = await trainFits(stopping, caseFits(stopping).slice(0, 3), engine)
    const plateau = named('reduce on plateau')
    const reduced = await trainFits(plateau, caseFits(plateau).slice(0, 3), engine)
    expect(early.runs.some(({ history }) => history['loss'].length < 6)).toBe(true)
    expect(early.runs.every(({ history, earlyStop }) => earlyStop.bestEpoch <= history['loss'].length)).toBe(true)
    expect(reduced.runs.some((run) => run.plateau.rate < 0.1)).toBe(true)
  })
})
