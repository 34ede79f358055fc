import { expect, test } from 'vitest'
import { tf } from '../backend/tf.ts'
import { caseFits, FIT_CASES, trainFits } from '../testing/fitCases.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { testEngine } from '../testing/testEngine.ts'

test.each(['dropout', 'batchNormalization', 'early stopping', 'wide with penalties'])(
  'a block of %s leaves no tensor behind, the first time and later',
  async (name) => {
    const engine = testEngine(await openTestBackend())
    const fitCase = FIT_CASES.find((one) => one.name === name)!
    const before = tf.memory().numTensors
    for (let round = 0; round < 2; round++) {
      const { runs } = await trainFits(fitCase, caseFits(fitCase).slice(0, 3), engine)
      expect(runs).toHaveLength(3)
      expect(tf.memory().numTensors).toBe(before)
    }
    engine.dispose()
  },
)
