/** Prepared runs for tests, without any file to read. */
import type { Table } from '../../../core/dataset/table.ts'
import { readExperiment } from '../../../core/experiment/file/parseExperiment.ts'
import { prepareRun } from '../../experiments/prepareRun.ts'
import type { PreparedRun } from '../../experiments/prepareRun.ts'

export interface TinyRunOptions {
  readonly id?: string
  readonly name?: string
  readonly epochs?: number
  readonly folds?: number
  readonly repeats?: number
  readonly seed?: number
  /** Units of the first layer of each model. */
  readonly units?: readonly (number | string)[]
  /** Names of scores. */
  readonly metrics?: readonly string[]
  /** As in the experiment file; none unless given. */
  readonly references?: string
  /** As in the experiment file. */
  readonly importance?: string
  readonly learningCurve?: string
  readonly startedAt?: string
  readonly checkpointEveryMs?: number
  /** The experiment; made from the options above unless given. */
  readonly text?: string
}

const ROWS = 48

/** Two classes that two features tell apart fairly well. */
export function tinyTable(): Table {
  const value = (row: number, column: number) => Math.sin(3 * row + column) + (row % 2) * (column + 0.5)
  const feature = (column: number) => ({
    kind: 'number' as const,
    name: `x${String(column)}`,
    values: Float64Array.from({ length: ROWS }, (_, row) => value(row, column)),
  })
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 2)
  return {
    rows: ROWS,
    features: [feature(0), feature(1)],
    target: { kind: 'category', name: 'class', levels: ['no', 'yes'], codes },
  }
}

/** An experiment on the tiny table, as a person would write it. */
export function tinyExperiment(options: TinyRunOptions = {}): string {
  const {
    name = 'Tiny',
    epochs = 20,
    folds = 3,
    repeats = 1,
    seed = 3,
    units = [4, 8],
    metrics,
    references = 'none',
    importance = 'auto',
    learningCurve = 'none',
  } = options
  const shown = metrics ? `, metrics: [${metrics.join(', ')}]` : ''
  const models = units.map(
    (count) => `  - name: "Model ${String(count)}"
    optimizer: { type: sgd, learningRate: 0.1, momentum: 0.9 }
    layers:
      - { type: dense, units: ${String(count)}, activation: relu }
      - { type: dropout, rate: 0.2 }
      - { type: output }
`,
  )
  return `holdout: 1
name: ${name}
dataset: { file: tiny.csv, target: class }
seed: ${String(seed)}
validation: { strategy: stratified-k-fold, folds: ${String(folds)}, repeats: ${String(repeats)}, shuffle: true }
references: ${references}
importance: ${importance}
learningCurve: ${learningCurve}
training: { epochs: ${String(epochs)}, batchSize: 8${shown} }
models:
${models.join('')}`
}

/** A run of {@link tinyExperiment}. */
export async function tinyRun(options: TinyRunOptions = {}): Promise<PreparedRun> {
  const { text = tinyExperiment(options) } = options
  const { id, startedAt, checkpointEveryMs } = options
  const prepared = await prepareRun(
    { path: '', text, ...readExperiment(text) },
    {
      read: { table: tinyTable(), sha256: 'a'.repeat(64), inspection: { name: 'tiny.csv', ledger: [], columns: [] } },
      ...(id !== undefined && { runId: id }),
      ...(startedAt !== undefined && { now: () => new Date(startedAt) }),
    },
  )
  return checkpointEveryMs === undefined ? prepared : { ...prepared, job: { ...prepared.job, checkpointEveryMs } }
}
