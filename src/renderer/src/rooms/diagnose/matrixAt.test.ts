import { expect, test } from 'vitest'
import { confusionMatrices } from '../../../../core/diagnostics/confusionMatrix.ts'
import { operatingPoints } from '../../../../core/diagnostics/operatingPoints.ts'
import type { HeldOut } from '../../../../core/diagnostics/heldOut.ts'
import { matrixAt } from './matrixAt.ts'

const fit = (fold: number, truth: readonly number[], values: readonly number[]) => ({
  repeat: 0,
  fold,
  rows: truth.map((_, i) => fold * 4 + i),
  truth: Uint16Array.from(truth),
  values: Float64Array.from(values),
})
const heldOut = {
  task: 'binary',
  classes: ['rock', 'mine'],
  width: 1,
  repeats: 1,
  fits: [fit(0, [0, 1, 1, 0], [0.2, 0.9, 0.4, 0.6]), fit(1, [1, 0, 1, 0], [0.55, 0.52, 0.7, 0.1])],
  missing: [],
} as unknown as HeldOut

test.each([0.05, 0.2, 0.4, 0.45, 0.5, 0.6, 0.65, 0.9])(
  'the matrix of the slider at %d is the computed one',
  (threshold) => {
    const computed = confusionMatrices(heldOut, threshold)
    const shown = matrixAt(computed, operatingPoints(heldOut, [0.5]), threshold)
    expect(shown.map((row) => row.map(({ count }) => count))).toEqual(computed.counts)
    expect(shown.map((row) => row.map(({ mean }) => mean))).toEqual(computed.mean)
  },
)
