import { describe, expect, it } from 'vitest'
import type { DatasetColumn } from '../../dataset/inspection.ts'
import { validateExperiment } from '../file/validateExperiment.ts'
import { setPositiveClass, setTarget, setTask } from './targetEdits.ts'

const common = { field: 0, nonFinite: 0, unreadable: 0, bigIntegers: 0 }

function classes(name: string, missing: number): DatasetColumn {
  const profile = { kind: 'values', count: 40 - missing, distinct: 2, top: [], meanLength: 3, maxLength: 5 } as const
  return { ...common, name, type: 'category', missing, profile }
}
function price(missing: number): DatasetColumn {
  const rest = { q1: 0, median: 0, q3: 0, mean: 0, std: 1, skew: 0, isInteger: false, histogram: null }
  const profile = { kind: 'number', count: 40 - missing, distinct: 38, min: 0, max: 9, ...rest } as const
  return { ...common, name: 'price', type: 'number', missing, profile }
}
const experiment = (dataset: object, more: object = {}) =>
  validateExperiment({ holdout: 1, name: 'X', dataset, models: [{ name: 'A', layers: ['output'] }], ...more })

describe('setTarget', () => {
  it('leaves out the rows without a value in the target, and takes those of the target before back', () => {
    const first = setTarget(experiment({ target: 'x' }), classes('kind', 2))
    expect(first.dataset).toEqual({ target: 'kind', rows: [{ column: 'kind', isMissing: false }] })
    const second = setTarget(first, price(1))
    expect(second.dataset).toEqual({ target: 'price', rows: [{ column: 'price', isMissing: false }] })
    expect(setTarget(second, classes('other', 0)).dataset).toEqual({ target: 'other' })
  })

  it('keeps conditions that a person set, and asks for a value once', () => {
    const rows = [
      { column: 'kind', isMissing: false, isNot: 'c' },
      { column: 'year', atLeast: 2015 },
    ] as const
    const before = experiment({ target: 'kind', rows })
    expect(setTarget(before, price(3)).dataset.rows).toEqual([...rows, { column: 'price', isMissing: false }])
    expect(setTarget(before, classes('kind', 3)).dataset.rows).toEqual(rows)
  })

  it('drops what the task of the column does not have', () => {
    const before = experiment(
      { target: 'kind', columns: { price: { role: 'ignore' }, kind: { missing: ['?'] } } },
      { task: 'binary', positiveClass: 'b', validation: { strategy: 'stratified-k-fold', folds: 3 } },
    )
    const after = setTarget(before, price(0))
    expect(after.dataset.columns).toEqual({ kind: { missing: ['?'] } })
    expect([after.task, after.positiveClass, after.validation]).toEqual([
      undefined,
      undefined,
      { strategy: 'k-fold', folds: 3 },
    ])
  })
})

describe('setTask', () => {
  it('fits the folds to the task, and forgets the positive class where there are not two', () => {
    const validation = { strategy: 'stratified-k-fold', folds: 3 }
    const before = experiment({ target: 'price' }, { task: 'binary', positiveClass: 'b', validation })
    const after = setTask(before, 'regression', price(0))
    expect([after.task, after.positiveClass, after.validation?.strategy]).toEqual(['regression', undefined, 'k-fold'])
    const followed = setTask(after, undefined, classes('kind', 0))
    expect([followed.task, followed.validation?.strategy]).toEqual([undefined, 'stratified-k-fold'])
    expect(setTask(before, 'multiclass', undefined)).toMatchObject({ task: 'multiclass', validation })
  })
})

it('setPositiveClass names a class, or leaves the rarer one', () => {
  const before = experiment({ target: 'kind' })
  expect(setPositiveClass(before, 'b')).toEqual({ ...before, positiveClass: 'b' })
  expect(setPositiveClass({ ...before, positiveClass: 'b' }, undefined)).toEqual(before)
})
