import { describe, expect, it } from 'vitest'
import { EXPORT_CASES } from '../../core/exports/testing/exportCases.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { PredictedCsv } from './predictedCsv.ts'
import { predictedRange } from './predictedRange.ts'

const SCORES = Array.from({ length: 19 }, (_, i) => (i + 1) / 20)

function saved(task: SavedModel['task'], classes: readonly string[], scores?: readonly number[]): SavedModel {
  const { spec, name, run, members } = EXPORT_CASES[0].model
  const { weights: _weights, ...member } = members[0]
  return {
    holdoutModel: 1,
    name,
    run,
    spec,
    ...member,
    weights: {},
    task,
    classes,
    ...(scores && { heldOutScores: scores }),
  }
}

/** These predictions as CSV, with a range of this level. */
function written(model: SavedModel, values: readonly (number | undefined)[], level: number): string {
  const shape = { copied: [], hasTarget: false, hasProblems: values.includes(undefined) }
  const csv = new PredictedCsv(model, shape, { range: predictedRange(model, level) })
  const rows = values.map((value, index) =>
    value === undefined
      ? { line: index + 2, copied: [], problem: 'no number' }
      : { line: index + 2, copied: [], value },
  )
  return csv.header + csv.lines(rows)
}

describe('predictedRange', () => {
  it('puts an interval beside each number', () => {
    const model = saved('regression', [], SCORES)
    expect(written(model, [10, undefined, -1], 0.5)).toBe(
      'row,line,predicted,low,high,problem\n1,2,10,9.5,10.5,\n2,3,,,,no number\n3,4,-1,-1.5,-0.5,\n',
    )
  })

  it('puts the classes that are probable enough beside each class', () => {
    const binary = saved('binary', ['no', 'yes'], SCORES)
    expect(written(binary, [0.25, 0.5], 0.5)).toBe(
      'row,line,predicted,P(no),P(yes),set\n1,2,no,0.75,0.25,no\n2,3,no,0.5,0.5,no | yes\n',
    )
    const several = saved('multiclass', ['a', 'b', 'c'], SCORES)
    expect(predictedRange(several, 0.9).cells([0.5, 0.3, 0.2])).toEqual(['a | b | c'])
    expect(predictedRange(several, 0.2).cells([0.5, 0.3, 0.2])).toEqual([''])
  })

  it.each([
    ['a level that is no share', SCORES, 1.5, 'usage/bad-value'],
    ['a level that is no number', SCORES, NaN, 'usage/bad-value'],
    ['a model without scores', undefined, 0.9, 'model/no-held-out-scores'],
    ['too few rows for the level', SCORES, 0.99, 'model/too-few-rows'],
  ] as const)('refuses %s', (_, scores, level, code) => {
    expect(() => predictedRange(saved('regression', [], scores), level)).toThrow(
      expect.objectContaining({ code }) as Error,
    )
  })
})
