import { expect, test } from 'vitest'
import { parseExperiment } from '../file/parseExperiment.ts'
import { resolveExperiment } from '../resolve/resolveExperiment.ts'
import { switchTask } from './switchTask.ts'

const text = `
holdout: 1
name: Quality
dataset: { target: quality }
validation: { strategy: nested, outer: { strategy: stratified-k-fold, folds: 5, repeats: 2 }, inner: { strategy: stratified-holdout }, choose: rocAuc }
training: { epochs: 30, metrics: [rocAuc, accuracy], classWeight: balanced, optimizer: { type: sgd, momentum: 0.9 } }
models:
  - { name: One, loss: categoricalCrossentropy, layers: [{ type: dense, units: { sweep: [4, 8] } }, output] }
  - { name: Two, metrics: [logLoss], layers: [output] }
`
const numbers = { task: 'regression', features: 3, classes: [], rows: 200 } as const

test('classes to a number: folds are plain, and nothing is asked for that numbers do not have', () => {
  const file = parseExperiment(text)
  const switched = switchTask(file, 'regression')
  expect(switched.validation).toEqual({
    strategy: 'nested',
    outer: { strategy: 'k-fold', folds: 5, repeats: 2 },
    inner: { strategy: 'holdout' },
  })
  expect(switched.training).toEqual({ epochs: 30, optimizer: { type: 'sgd', momentum: 0.9 } })
  expect(switched.models).toEqual([
    { name: 'One', layers: file.models[0]?.layers },
    { name: 'Two', layers: file.models[1]?.layers },
  ])
  expect(() => resolveExperiment(file, numbers)).toThrow()
  expect(resolveExperiment(switched, numbers).task).toBe('regression')
})

test('a number to classes: folds are stratified again, groups stay groups, losses of numbers go', () => {
  const file = parseExperiment(`
holdout: 1
name: Grouped
dataset: { target: y, columns: { patient: { role: group } } }
validation: { strategy: group-k-fold, folds: 4 }
training: { loss: { type: huber, delta: 2 } }
models: [{ name: One, layers: [output] }]
`)
  const switched = switchTask(file, 'binary')
  expect(switched.validation).toEqual({ strategy: 'stratified-group-k-fold', folds: 4 })
  expect(switched.training).toEqual({})
})

test('what fits stays word for word', () => {
  const file = parseExperiment(text.replaceAll('rocAuc', 'accuracy').replace(', accuracy]', ']'))
  expect(switchTask(file, 'multiclass')).toEqual(file)
})
