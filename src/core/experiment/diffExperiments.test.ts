import { expect, test } from 'vitest'
import { diffExperiments } from './diffExperiments.ts'
import { validateExperiment } from './file/validateExperiment.ts'

const base = {
  holdout: 1,
  name: 'A',
  dataset: { file: 'a.csv', target: 'y' },
  seed: 7,
  models: [
    { name: 'M', layers: [{ type: 'dense', units: 60 }, 'output'] },
    { name: 'N', layers: ['output'] },
  ],
}
const changed = {
  ...base,
  dataset: { file: 'b.csv', target: 'y' },
  seed: 8,
  models: [
    { name: 'N', layers: ['output'], epochs: 5 },
    { name: 'M', layers: [{ type: 'dense', units: { sweep: [30, 60] } }, { type: 'dropout', rate: 0.2 }, 'output'] },
  ],
}

test('only what differs, models by their names', () => {
  expect(diffExperiments(validateExperiment(base), validateExperiment(changed))).toEqual([
    { path: 'seed', first: '7', second: '8' },
    { path: 'models.M.layers[0].units', first: '60', second: '30, 60' },
    { path: 'models.M.layers[1]', first: 'output', second: 'dropout rate=0.2' },
    { path: 'models.M.layers[2]', second: 'output' },
    { path: 'models.N.epochs', second: '5' },
  ])
})

test('the same experiment', () => {
  expect(diffExperiments(validateExperiment(base), validateExperiment(structuredClone(base)))).toEqual([])
})
