import type { ModelFacts, PredictionReading, PredictionResult, PredictionUpdate, ShownRow } from '../predictions.ts'

const facts: ModelFacts = {
  model: 'fake-1/0',
  name: 'Baseline',
  task: 'binary',
  classes: ['M', 'R'],
  target: 'V61',
  columns: [{ name: 'V1', kind: 'number', levels: [], fill: 0, mayBeMissing: true, range: [0, 1] }],
  ids: [],
  heldOutRows: 208,
  members: 1,
  mayDiffer: false,
}

const row: ShownRow = { row: 1, line: 2, copied: [], predicted: 'M', probabilities: [0.9, 0.1], notices: [] }

const reading: PredictionReading = {
  name: 'new.csv',
  rows: 1,
  isSample: false,
  columns: [{ name: 'V1', type: 'number' }],
  matches: [{ name: 'V1', from: 'V1', by: 'same' }],
  hasTarget: false,
  dialect: { delimiter: ',', header: true, decimal: '.' },
  encoding: 'utf-8',
}

const result: PredictionResult = {
  rows: 1,
  predicted: 1,
  copied: [],
  hasTarget: false,
  shown: { all: [row], warned: [], unsure: [] },
  counts: { all: 1, warned: 0, unsure: 0 },
  columns: [{ name: 'V1', type: 'number' }],
  noticed: [],
  notes: [],
  ledger: [],
}

/** Predictions in memory: one model, one row. */
export const fakePredictions = {
  model: (): ModelFacts => facts,
  inspect: (): PredictionReading => reading,
  run: async function* (): AsyncGenerator<PredictionUpdate> {
    yield { kind: 'progress', share: 0.5 }
    await Promise.resolve()
    yield { kind: 'done', result }
  },
  save: () => ({ kind: 'cancelled' as const }),
  row: (): ShownRow => row,
}
