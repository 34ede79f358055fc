import { expect, test } from 'vitest'
import { validateExperiment } from '../file/validateExperiment.ts'
import { setOrder } from './columnEdits.ts'
import { renameData } from './renameData.ts'

const before = validateExperiment({
  holdout: 1,
  name: 'X',
  dataset: {
    target: 'y',
    columns: { size: { role: 'feature', order: ['s', 'm', 'l'] }, when: { role: 'ignore' } },
    rows: [
      { column: 'size', is: ['s', 'm'] },
      { column: 'when', isMissing: false },
    ],
  },
  positiveClass: 'M',
  validation: { strategy: 'time-series', time: 'when' },
  training: { classWeight: { M: 2, R: 1 } },
  models: [{ name: 'A', classWeight: { M: 3, R: 1 }, layers: ['output'] }],
})

test('every place that names a column follows its new name, and the way back', () => {
  const names = { V1: 'day', V2: 'kind' }
  const old = { names: { V1: 'when', V2: 'y' } }
  const edited = renameData(before, old, { names })
  expect(edited.dataset).toMatchObject({
    target: 'kind',
    columns: { size: { role: 'feature' }, day: { role: 'ignore' } },
    rows: [{ column: 'size' }, { column: 'day' }],
  })
  expect(edited.validation).toEqual({ strategy: 'time-series', time: 'day' })
  expect(renameData(edited, { names }, old)).toEqual(before)
})

test('every place that names a label follows its new name: order, conditions, positive class and weights', () => {
  const columns = { size: { labels: { s: 'small' } }, y: { labels: { M: 'mine' } } }
  const edited = renameData(before, {}, { columns })
  expect(edited.dataset.columns?.['size']?.order).toEqual(['small', 'm', 'l'])
  expect(edited.dataset.rows?.[0]).toEqual({ column: 'size', is: ['small', 'm'] })
  expect([edited.positiveClass, edited.training?.classWeight]).toEqual(['mine', { mine: 2, R: 1 }])
  expect(edited.models[0].classWeight).toEqual({ mine: 3, R: 1 })
  expect(renameData(edited, { columns }, {})).toEqual(before)
})

test('a column and its labels are renamed at once', () => {
  const after = { names: { y: 'kind' }, columns: { kind: { labels: { M: 'mine' } } } }
  const edited = renameData(before, {}, after)
  expect([edited.dataset.target, edited.positiveClass]).toEqual(['kind', 'mine'])
})

test('an order is set and taken back', () => {
  const edited = setOrder(before, 'y', ['R', 'M'])
  expect(edited.dataset.columns?.['y']).toEqual({ order: ['R', 'M'] })
  expect(setOrder(edited, 'y', [])).toEqual(before)
  expect(setOrder(before, 'size', []).dataset.columns?.['size']).toEqual({ role: 'feature' })
})
