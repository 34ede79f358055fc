import { expect, test } from 'vitest'
import { validateExperiment } from '../file/validateExperiment.ts'
import { addCondition, removeCondition, setDateParts } from './columnEdits.ts'

const before = validateExperiment({
  holdout: 1,
  name: 'X',
  dataset: { target: 'y', columns: { when: { type: 'date' } } },
  models: [{ name: 'A', layers: ['output'] }],
})

test('parts of a date are set and taken back', () => {
  const edited = setDateParts(before, 'when', ['days', 'month'])
  expect(edited.dataset.columns).toEqual({ when: { type: 'date', parts: ['days', 'month'] } })
  expect(setDateParts(edited, 'when', [])).toEqual(before)
  expect(setDateParts(setDateParts(before, 'born', ['month']), 'born', [])).toEqual(before)
})

test('conditions on rows are added and removed; further values of a column join', () => {
  const one = addCondition(before, { column: 'land', is: 'DE' })
  const two = addCondition(one, { column: 'land', is: 'FR' })
  expect(two.dataset.rows).toEqual([{ column: 'land', is: ['DE', 'FR'] }])
  const three = addCondition(two, { column: 'year', atLeast: 2015 })
  expect(addCondition(three, { column: 'year', atMost: 2020 }).dataset.rows).toHaveLength(3)
  expect(removeCondition(three, 0).dataset.rows).toEqual([{ column: 'year', atLeast: 2015 }])
  expect(removeCondition(removeCondition(three, 0), 0)).toEqual(before)
})
