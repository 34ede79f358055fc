import { expect, test } from 'vitest'
import { readExperiment } from '../file/parseExperiment.ts'
import { writeExperiment } from '../file/writeExperiment.ts'
import { withCheckAction } from './withCheckAction.ts'

const { file } = readExperiment(`holdout: 1
name: Checks
dataset: { file: data.csv, target: y }
validation: { strategy: stratified-k-fold, folds: 5, shuffle: true }
training: { epochs: 50, metrics: [accuracy, f1] }
models:
  - { name: a, layers: [output] }
  - { name: b, epochs: 80, layers: [output] }
`)

test.each([
  [
    'training.epochs',
    160,
    { training: { epochs: 160, metrics: ['accuracy', 'f1'] }, models: [{ name: 'a' }, { name: 'b' }] },
  ],
  ['training.earlyStopping', { patience: 20 }, { training: { earlyStopping: { patience: 20 } } }],
  ['training.metrics', ['balancedAccuracy'], { training: { metrics: ['balancedAccuracy', 'accuracy', 'f1'] } }],
  ['validation.strategy', 'time-series', { validation: { strategy: 'time-series', folds: 5 } }],
  ['dataset.columns.a.b c.role', 'ignore', { dataset: { columns: { 'a.b c': { role: 'ignore' } } } }],
])('sets %s, and the file can be read again', (path, value, expected) => {
  const changed = withCheckAction(file, { kind: 'set', path, value })
  expect(changed).toMatchObject(expected)
  expect(readExperiment(writeExperiment(changed)).file).toEqual(JSON.parse(JSON.stringify(changed)))
})

test('a number of epochs that a check proposes is that of every model', () => {
  const { models } = withCheckAction(file, { kind: 'set', path: 'training.epochs', value: 160 })
  expect(models.map((model) => 'epochs' in model && model.epochs)).not.toContain(80)
})
