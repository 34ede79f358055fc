import { expect, it } from 'vitest'
import { parseExperiment } from '../file/parseExperiment.ts'
import { validateExperiment } from '../file/validateExperiment.ts'
import { splitByTime } from './protocolEdits.ts'

const experiment = (validation: string) =>
  parseExperiment(`holdout: 1
name: Sales
dataset: { file: sales.csv, target: sold }
validation: ${validation}
models: [{ name: Small, layers: [{ type: output }] }]
`)

it('an experiment is split by time: what a time series does not take goes', () => {
  const file = splitByTime(experiment('{ strategy: k-fold, folds: 4, repeats: 3, shuffle: true, seed: 5 }'), 'when')
  validateExperiment(file)
  expect(file.validation).toEqual({ strategy: 'time-series', folds: 4, seed: 5, time: 'when' })
})

it('both parts of a nested one are split by time', () => {
  const nested = '{ strategy: nested, outer: { strategy: k-fold, folds: 3 }, inner: { strategy: holdout } }'
  const file = splitByTime(experiment(nested), 'when')
  validateExperiment(file)
  expect(file.validation).toEqual({
    strategy: 'nested',
    outer: { strategy: 'time-series', folds: 3, time: 'when' },
    inner: { strategy: 'time-series', time: 'when' },
  })
})
