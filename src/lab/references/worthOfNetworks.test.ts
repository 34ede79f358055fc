import { describe, expect, it } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import { readExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { Mt19937 } from '../../core/random/mt19937.ts'
import { buildRunDocument } from '../../core/run/buildRunDocument.ts'
import { verdictAgainstReferences } from '../../core/run/referenceVerdict.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { prepareRun } from '../experiments/prepareRun.ts'
import { runExperiment } from '../experiments/runExperiment.ts'
import { reportContext } from '../exports/report/reportContext.ts'
import { referenceSentences } from '../exports/report/referenceSentences.ts'
import { ChildProcessTrainer } from '../trainers/childProcessTrainer.ts'

type Row = readonly number[]

/** Rows of uniform draws from -1 to 1, with the class that `isYes` gives each. */
function made(rows: number, columns: number, isYes: (row: Row, draw: () => number) => boolean): Table {
  const random = new Mt19937([rows, columns])
  const draw = () => random.nextUint32() / 2 ** 31 - 1
  const values = Array.from({ length: rows }, () => Array.from({ length: columns }, draw))
  const feature = (column: number) => ({
    kind: 'number' as const,
    name: `x${String(column)}`,
    values: Float64Array.from(values, (row) => row[column]),
  })
  const codes = Int32Array.from(values, (row) => Number(isYes(row, draw)))
  return {
    rows,
    features: Array.from({ length: columns }, (_, column) => feature(column)),
    target: { kind: 'category', name: 'class', levels: ['no', 'yes'], codes },
  }
}

async function trained(table: Table, rest: string): Promise<RunDocument> {
  const text = `holdout: 1
name: Made up
dataset: { file: made-up.csv, target: class }
seed: 5
validation: { strategy: stratified-k-fold, folds: 5, shuffle: true }
${rest}`
  const prepared = await prepareRun(
    { path: '', text, ...readExperiment(text) },
    { read: { table, sha256: 'b'.repeat(64), inspection: { name: 'made-up.csv', ledger: [], columns: [] } } },
  )
  const state = await (await runExperiment(prepared, { trainer: new ChildProcessTrainer() })).done
  expect(state.end).toEqual({ kind: 'finished' })
  return buildRunDocument(state, prepared.context)
}

describe('is a network worth it', { timeout: 120_000 }, () => {
  it('is not, where a line parts the classes: the linear model is as good', async () => {
    const line = made(3000, 4, ([a, b, c], draw) => 2 * a - b + 0.5 * c + 0.3 * draw() > 0)
    const document = await trained(
      line,
      `references: [dummy, linear]
training: { epochs: 12, batchSize: 64 }
models:
  - name: Network
    optimizer: { type: adam, learningRate: 0.01 }
    layers: [{ type: dense, units: 8, activation: relu }, output]`,
    )
    const { guessing, linear } = verdictAgainstReferences(document) ?? {}
    expect(guessing).toBeUndefined()
    expect(linear?.standing).toBe('asGood')
    expect(referenceSentences(reportContext(document))[0]).toMatch(
      /^No network here is better than logistic regression, which is as good \(Network minus/,
    )
  })

  it('is, where only two features together say the class', async () => {
    const xor = made(400, 2, ([a, b]) => a * b > 0)
    const document = await trained(
      xor,
      `references: [dummy, linear, neighbours]
training: { epochs: 60, batchSize: 16 }
models:
  - name: Network
    optimizer: { type: adam, learningRate: 0.03 }
    layers: [{ type: dense, units: 16, activation: tanh }, output]`,
    )
    const { linear } = verdictAgainstReferences(document) ?? {}
    expect(linear?.standing).toBe('better')
    expect(linear?.comparison.difference).toBeGreaterThan(0.3)
    expect(referenceSentences(reportContext(document))[0]).toMatch(/^Network is better than logistic regression \(/)
  })

  it('is not, where nothing says the class, and the best of many owes its score to the choice', async () => {
    const noise = made(60, 200, (_, draw) => draw() > 0)
    const document = await trained(
      noise,
      `references: [dummy, linear, neighbours]
training: { epochs: 8, batchSize: 12 }
models:
  - name: Network
    optimizer:
      type: sgd
      learningRate: { sweep: [0.004, 0.016, 0.064, 0.256], as: rate }
      momentum: { sweep: [0.5, 0.8, 0.9], as: momentum }
    layers:
      - { type: dense, units: { sweep: [8, 24], as: units }, activation: relu }
      - output`,
    )
    expect(verdictAgainstReferences(document)?.guessing?.reference.kind).toBe('dummy')
    expect(referenceSentences(reportContext(document))).toHaveLength(1)
    expect(referenceSentences(reportContext(document))[0]).toMatch(/^Nothing here is shown to be better than guessing/)
    const { naive = NaN, bootstrap, candidates } = document.optimism ?? {}
    expect(candidates).toBe(24)
    expect(naive - (bootstrap?.corrected ?? NaN)).toBeGreaterThan(0.05)
    expect(Math.abs((bootstrap?.corrected ?? NaN) - 0.5)).toBeLessThan(0.12)
  })
})
