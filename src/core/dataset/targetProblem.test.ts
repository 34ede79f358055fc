import { expect, test } from 'vitest'
import type { DatasetColumn } from './inspection.ts'
import { suggestTarget, targetProblem, taskOf } from './targetProblem.ts'

const common = { field: 0, missing: 0, nonFinite: 0, unreadable: 0, bigIntegers: 0 }

function words(name: string, count: number, distinct: number, missing = 0): DatasetColumn {
  const profile = { kind: 'values', count, distinct, top: [], meanLength: 3, maxLength: 5 } as const
  return { ...common, name, type: distinct === count ? 'text' : 'category', missing, profile }
}
function numbers(name: string, count: number, distinct: number, min = 0, max = distinct - 1): DatasetColumn {
  const rest = { q1: 0, median: 0, q3: 0, mean: 0, std: 1, skew: 0, isInteger: true, histogram: null }
  return { ...common, name, type: 'number', profile: { kind: 'number', count, distinct, min, max, ...rest } }
}
function dates(name: string, count: number): DatasetColumn {
  return {
    ...common,
    name,
    type: 'date',
    profile: { kind: 'date', count, distinct: count, min: '2026-01-01', max: '2026-02-09' },
  }
}

test.each([
  ['no value at all', words('y', 0, 0), 'empty'],
  ['one value', words('y', 40, 1), 'oneValue'],
  ['a constant number', numbers('y', 40, 1), 'oneValue'],
  ['ids and free text', words('y', 40, 40), 'allDifferent'],
  ['more classes than half the rows', words('y', 40, 30), 'manyValues'],
  ['three values', words('y', 3, 2, 37), 'fewValues'],
  ['two classes in most rows', words('y', 38, 2, 2), undefined],
  ['two classes', words('y', 40, 2), undefined],
  ['many numbers', numbers('y', 40, 40), undefined],
] as const)('a column of %s as target: %s', (_, column, problem) => expect(targetProblem(column)).toBe(problem))

test('a task is what was asked for, what follows, or none', () => {
  const quality = numbers('quality', 1600, 7, 3, 9)
  expect([taskOf(quality), taskOf(quality, 'regression'), taskOf(quality, 'binary')]).toEqual([
    'multiclass',
    'regression',
    undefined,
  ])
  expect(taskOf(quality, undefined, { quality: { type: 'number' } })).toBe('regression')
  expect(taskOf(words('word', 40, 4), 'regression')).toBeUndefined()
})

test('the last column is proposed where it can be, else the last that can and does not count the rows', () => {
  const id = numbers('id', 40, 40, 1, 40)
  const label = words('label', 40, 2)
  const note = words('note', 40, 40)
  expect(suggestTarget([id, label])).toBe('label')
  expect(suggestTarget([label, note])).toBe('label')
  expect(suggestTarget([label, id, note])).toBe('label')
  expect(suggestTarget([label, words('price', 38, 4, 2)])).toBe('price')
  expect(suggestTarget([label, words('remark', 20, 4, 20)])).toBe('label')
  expect(suggestTarget([words('colour', 39, 2, 1), words('remark', 20, 4, 20)])).toBe('remark')
  expect(suggestTarget([note, words('other', 40, 40)])).toBeUndefined()
  expect(suggestTarget([label])).toBeUndefined()
  const day = dates('day', 40)
  expect(suggestTarget([id, label, day])).toBe('label')
  expect(suggestTarget([note, day])).toBeUndefined()
})
