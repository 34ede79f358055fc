import { expect, test } from 'vitest'
import type { FitCase } from '../testing/fitCases.ts'
import { caseFits, trainFits } from '../testing/fitCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine } from '../testing/testEngine.ts'

function watching(monitor: 'loss' | 'valLoss'): FitCase {
  return {
    name: `plateau of ${monitor}`,
    task: 'binary',
    training: {
      epochs: 5,
      earlyStopping: {
        monitor: 'loss',
        patience: 100,
        minDelta: 0,
        restoreBestWeights: true,
        validationFraction: 0.25,
      },
      schedule: {
        type: 'reduceOnPlateau',
        monitor,
        factor: 0.5,
        patience: 1,
        minDelta: 0,
        cooldown: 0,
        minLearningRate: 0,
      },
    },
  }
}

test('a plateau is looked for in the training loss, or in that of the inner part', async () => {
  const engine = testEngine(await openTestBackend())
  const train = async (monitor: 'loss' | 'valLoss') => {
    const fitCase = watching(monitor)
    return (await trainFits(fitCase, caseFits(fitCase).slice(0, 1), engine)).runs[0]
  }
  const [training, inner] = [await train('loss'), await train('valLoss')]
  expect(training.plateau.best).toBe(Math.min(...training.history['loss']))
  expect(inner.plateau.best).toBe(inner.earlyStop.best)
  expect(inner.plateau.best).not.toBe(Math.min(...inner.history['loss']))
  engine.dispose()
})
