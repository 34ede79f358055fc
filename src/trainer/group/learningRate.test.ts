import { describe, expect, test } from 'vitest'
import type { Schedule, TrainingSpec } from '../../core/model/modelSpec.ts'
import { baselineSpec } from '../testing/testJob.ts'
import { initialPlateau, nextPlateau } from './learningRate.ts'

const PLATEAU: Schedule & { type: 'reduceOnPlateau' } = {
  type: 'reduceOnPlateau',
  monitor: 'loss',
  factor: 0.5,
  patience: 1,
  minDelta: 0,
  cooldown: 2,
  minLearningRate: 0.01,
}

function after(learningRate: number, losses: readonly number[]) {
  const { training } = baselineSpec()
  const spec: TrainingSpec = { ...training, optimizer: { ...training.optimizer, learningRate } }
  return losses.reduce((state, loss) => nextPlateau(state, PLATEAU, loss), initialPlateau(spec))
}

describe('reduceOnPlateau', () => {
  test('never raises a rate that begins below the smallest one', () => {
    expect(after(0.001, [1, 1, 1, 1])).toMatchObject({ rate: Math.fround(0.001), cooldown: 0, wait: 3 })
  })

  test('leaves a rate alone that is the smallest one, and does not cool down', () => {
    expect(after(0.01, [1, 1])).toMatchObject({ rate: Math.fround(0.01), cooldown: 0, wait: 1 })
  })

  test('lowers a greater one to the smallest at most', () => {
    expect(after(0.015, [1, 1])).toMatchObject({ rate: Math.fround(0.01), cooldown: 2, wait: 0 })
    expect(after(0.1, [1, 1])).toMatchObject({ rate: Math.fround(Math.fround(0.1) * 0.5) })
  })
})
