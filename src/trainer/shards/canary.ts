/**
 * A small fixed training whose hash tells whether two machines compute alike. oneDNN promises equal bits on equal instructions
 * only, and Eigen divides work by the sizes of caches: so it is tried, and not concluded from the processor's name.
 */
import { createHash } from 'node:crypto'
import type { Table } from '../../core/dataset/table.ts'
import type { Layer, ModelSpec } from '../../core/model/modelSpec.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import { runJob } from '../job/runJob.ts'
import { TrainerControl } from '../job/trainerControl.ts'

const ROWS = 64
const FEATURES = 20
/** Three steps each. */
const EPOCHS = 7

const DENSE = {
  useBias: true,
  kernelInitializer: { type: 'glorotUniform' },
  biasInitializer: { type: 'zeros' },
} as const

/** Widths that are no multiple of any vector register. */
const LAYERS: readonly Layer[] = [
  { type: 'dense', name: 'dense_1', units: 60, activation: 'relu', ...DENSE },
  { type: 'dropout', name: 'dropout_1', rate: 0.2 },
  { type: 'dense', name: 'dense_2', units: 30, activation: 'tanh', ...DENSE },
  { type: 'output', name: 'output', units: 1, activation: 'sigmoid', ...DENSE },
]

const SPEC: ModelSpec = {
  name: 'Canary',
  layers: LAYERS,
  training: {
    optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false },
    loss: { type: 'binaryCrossentropy', labelSmoothing: 0 },
    epochs: EPOCHS,
    batchSize: 16,
    shuffle: true,
  },
}

/** SHA-256 (hex) of all that the canary's fits report on this backend. */
export async function canaryHash(backend: OpenBackend | OpenKernelBackend): Promise<string> {
  const hash = createHash('sha256')
  const emit = (event: RunEvent) => {
    if (event.kind !== 'fitFinished') return
    const { fit, history, scores, predictions } = event
    for (const values of [...Object.values(history), ...predictions.values]) hash.update(bytesOf([values].flat()))
    hash.update(JSON.stringify([fit, scores]))
  }
  await runJob(canaryJob(backend), { table: canaryTable(), backend, control: new TrainerControl(), emit, now: () => 0 })
  return hash.digest('hex')
}

function bytesOf(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer)
}

/** Two classes that a few of the columns tell apart. */
function canaryTable(): Table {
  const value = (row: number, column: number) => Math.fround(Math.sin(3 * row + 7 * column) + (row % 2) * (column % 3))
  const features = Array.from({ length: FEATURES }, (_, column) => ({
    kind: 'number' as const,
    name: `x${String(column)}`,
    values: Float64Array.from({ length: ROWS }, (__, row) => value(row, column)),
  }))
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 2)
  return { rows: ROWS, features, target: { kind: 'category', name: 'y', levels: ['no', 'yes'], codes } }
}

function canaryJob({ info: { program, threads } }: OpenBackend | OpenKernelBackend): TrainerJob {
  return {
    runId: 'canary',
    tableFile: '',
    task: 'binary',
    classes: ['no', 'yes'],
    seed: 1,
    preprocessing: {
      numeric: { impute: 'median', fillValue: 0, missingIndicator: false, scale: 'standard' },
      category: { impute: 'mostFrequent', fillValue: '', encode: 'oneHot' },
      target: 'standard',
    },
    validation: { strategy: 'stratified-k-fold', folds: 3, repeats: 1, shuffle: true, testFraction: 0.25 },
    candidates: [{ name: 'Canary', model: 'Canary', hyperparameters: {}, spec: SPEC }],
    finished: [],
    checkpointEveryMs: 0,
    backend: 'auto',
    program,
    memoryBudgetBytes: 64 << 20,
    threads,
  }
}
