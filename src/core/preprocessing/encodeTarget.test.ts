import { describe, expect, it } from 'vitest'
import type { Table, TableColumn, Task } from '../dataset/table.ts'
import { encodeTarget } from './encodeTarget.ts'
import { inferTask } from './inferTask.ts'
import { fitTargetScaler } from './targetScaler.ts'

function category(...cells: (string | null)[]): TableColumn {
  const levels = ['M', 'R', 'unused', 'z']
  return {
    kind: 'category',
    name: 'class',
    levels,
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell))),
  }
}

function number(...values: number[]): TableColumn {
  return { kind: 'number', name: 'y', values: Float64Array.from(values) }
}

function encode(target: TableColumn, task?: Task) {
  const table: Table = { rows: 0, features: [], target }
  return encodeTarget(table, task)
}

describe('inferTask', () => {
  it.each([
    ['binary', category('R', 'M', 'R')],
    ['multiclass', category('R', 'M', 'z')],
    ['binary', number(0, 1, 1)],
    ['binary', number(5, NaN, 7)],
    ['regression', number(1, 2, 3)],
  ] as const)('is %s', (task, target) => {
    expect(inferTask(target)).toBe(task)
  })
})

describe('encodeTarget', () => {
  it('numbers classes in order of their labels, those without rows not at all', () => {
    expect(encode(category('R', 'M', 'R'))).toEqual({
      task: 'binary',
      classes: ['M', 'R'],
      labels: Int32Array.of(1, 0, 1),
    })
    expect(encode(category('z', 'M', 'R'))).toEqual({
      task: 'multiclass',
      classes: ['M', 'R', 'z'],
      labels: Int32Array.of(2, 0, 1),
    })
  })

  it('takes numbers as classes in order of their size', () => {
    expect(encode(number(10, 9, -1), 'multiclass')).toEqual({
      task: 'multiclass',
      classes: ['-1', '9', '10'],
      labels: Int32Array.of(2, 1, 0),
    })
  })

  it('keeps the values of a regression', () => {
    expect(encode(number(1.5, 2.5, 9))).toEqual({
      task: 'regression',
      classes: [],
      values: Float64Array.of(1.5, 2.5, 9),
    })
  })

  it.each([
    ['dataset/one-class', category('M', 'M'), undefined],
    ['dataset/missing-target', category('M', null, 'R'), undefined],
    ['dataset/missing-target', number(1, NaN, 3), undefined],
    ['dataset/not-binary', category('M', 'R', 'z'), 'binary'],
    ['dataset/target-not-numeric', category('M', 'R'), 'regression'],
    ['dataset/target-not-finite', number(1, Infinity, 3), 'regression'],
    ['dataset/target-too-large', number(1, -1e200, 3), 'regression'],
    ['dataset/constant-target', number(4, 4, 4), undefined],
  ] as const)('answers %s', (code, target, task) => {
    expect(() => encode(target, task)).toThrow(expect.objectContaining({ code }) as Error)
  })

  it('says how many targets are missing', () => {
    expect(() => encode(category('M', null, null))).toThrow('target "class" is missing in 2 rows')
  })
})

describe('fitTargetScaler', () => {
  it('takes mean and population standard deviation of the training rows, 1 for a constant', () => {
    expect(fitTargetScaler(Float64Array.of(1, 3, 100), Int32Array.of(0, 1))).toEqual({ mean: 2, scale: 1 })
    expect(fitTargetScaler(Float64Array.of(1, 5, 100), Int32Array.of(0, 1))).toEqual({ mean: 3, scale: 2 })
    expect(fitTargetScaler(Float64Array.of(0.1, 0.1, 0.1), Int32Array.of(0, 1, 2)).scale).toBe(1)
  })
})
