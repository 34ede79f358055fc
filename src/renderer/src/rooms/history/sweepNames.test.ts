import { expect, it } from 'vitest'
import { sweepNames } from './sweepNames.ts'

const row = (id: string, model: string, hyperparameters: Record<string, number>) => ({
  id,
  runId: 'run',
  model,
  name: `${model} (${JSON.stringify(hyperparameters)})`,
  hyperparameters,
})
const ROWS = [
  row('a', 'Hidden', { rate: 0.1, momentum: 0.9 }),
  row('b', 'Hidden', { rate: 0.2, momentum: 0.9 }),
  row('c', 'Plain', {}),
]

it('names candidates of a sweep by what differs', () => {
  expect([...sweepNames(ROWS, [])]).toEqual([
    ['a', 'rate 0.1'],
    ['b', 'rate 0.2'],
    ['c', 'Plain ({})'],
  ])
})

it('names them by the model where what differs stands in columns', () => {
  const columns = ['hyperparameter.rate', 'hyperparameter.momentum']
  expect(sweepNames([...ROWS, undefined], columns).get('a')).toBe('Hidden')
  expect(sweepNames(ROWS, columns.slice(1)).get('a')).toBe('rate 0.1')
})
