import { expect, test } from 'vitest'
import { pickColumns, pickMode } from './pickMode.ts'

const keys = { shiftKey: false, ctrlKey: false, metaKey: false }

test('columns are picked one by one, together, or all between', () => {
  expect([pickMode(keys), pickMode({ ...keys, metaKey: true }), pickMode({ ...keys, shiftKey: true })]).toEqual([
    'one',
    'toggle',
    'range',
  ])
  const before = { picked: new Set([2]), anchor: 2 }
  expect([...pickColumns(before, 5, 'one')]).toEqual([5])
  expect([...pickColumns(before, 5, 'toggle')]).toEqual([2, 5])
  expect([...pickColumns(before, 0, 'range')]).toEqual([0, 1, 2])
  expect([...pickColumns({ picked: new Set([2, 5]), anchor: 5 }, 2, 'toggle')]).toEqual([5])
  expect([...pickColumns({ picked: new Set(), anchor: -1 }, 3, 'range')]).toEqual([3])
})
