/** Trains a case of Keras's trajectories from its fixed weights. */
import type { LaneEngine } from '../group/laneEngine.ts'
import type { LaneRun } from '../group/laneRun.ts'
import { KERAS, specOf, type KerasCase } from './kerasCases.ts'
import { trainFromWeights } from './trainFromWeights.ts'

/** Trains `kerasCase` to its last epoch. */
export function trainKerasCase(kerasCase: KerasCase, engine: LaneEngine): Promise<LaneRun> {
  const { task, weights_before: weights } = kerasCase
  const rows = { x: KERAS.x, xEval: KERAS.x_eval, y: KERAS.y[task] }
  return trainFromWeights({ task, spec: specOf(kerasCase), ...rows, weights }, engine)
}

/** Largest relative difference; values near zero count as one hundredth of the largest. */
export function worstDifference(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Math.max(...Array.from(expected, Math.abs)) / 100
  return Math.max(
    ...Array.from(expected, (value, i) => Math.abs(received[i] - value) / Math.max(Math.abs(value), scale)),
  )
}
