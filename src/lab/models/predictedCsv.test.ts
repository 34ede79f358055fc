import { expect, it } from 'vitest'
import { PredictedCsv } from './predictedCsv.ts'

const ROWS = [0.2, 0.4, 0.5, 0.6].map((value, index) => ({ line: index + 2, value, copied: [] }))

/** The predicted classes, row by row. */
function predicted(threshold?: number): string[] {
  const model = { task: 'binary', classes: ['no', 'yes'], ...(threshold !== undefined && { threshold }) } as const
  const csv = new PredictedCsv(model, { copied: [], hasTarget: false, hasProblems: false })
  const lines = csv.lines(ROWS).trim().split('\n')
  return lines.map((line) => line.split(',')[2])
}

it('calls a row positive from the stored threshold on, and above one half where none is stored', () => {
  expect(predicted()).toEqual(['no', 'no', 'no', 'yes'])
  expect(predicted(0.4)).toEqual(['no', 'yes', 'yes', 'yes'])
  expect(predicted(1)).toEqual(['no', 'no', 'no', 'no'])
})
