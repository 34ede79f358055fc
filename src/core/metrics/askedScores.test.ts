import { expect, test } from 'vitest'
import { scoreBinary } from './scoreBinary.ts'

const LABELS = Int32Array.of(0, 1, 1, 0, 1, 0)
const PROBABILITIES = [0.2, 0.9, 0.4, 0.4, 0.6, 0.7]

test.each([0, 1])('scores that are asked for are those of all, class %d being the positive one', (positive) => {
  const all = scoreBinary(LABELS, PROBABILITIES, undefined, { positive })
  for (const only of [['accuracy', 'logLoss'], ['rocAuc'], ['averagePrecision', 'logLoss']]) {
    const asked = scoreBinary(LABELS, PROBABILITIES, undefined, { positive, only })
    expect(Object.keys(asked)).toEqual(expect.arrayContaining(only))
    expect(all).toMatchObject(asked)
  }
})
