/** A run on many rows that nobody trained: its predictions are made up, the same every time. */
import type { Table } from '../../src/core/dataset/table.ts'
import { readExperiment } from '../../src/core/experiment/file/parseExperiment.ts'
import type { RunEvent } from '../../src/core/run/runEvent.ts'
import type { TrainerJob } from '../../src/core/run/trainerJob.ts'
import { prepareRun } from '../../src/lab/experiments/prepareRun.ts'
import { storeRun } from '../../src/lab/runs/store/storeRun.ts'
import { startRecordedRun } from '../../src/lab/runs/training/recordedRun.ts'
import type { Trainer } from '../../src/lab/trainers/trainer.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'

const FEATURES = 10

export interface LargeRun {
  readonly id: string
  readonly rows: number
  readonly folds: number
}

/** Stores a run of two candidates in a new workspace. */
export async function storeLargeRun(folder: string, { id, rows, folds }: LargeRun): Promise<void> {
  const workspace = await Workspace.open({ folder, access: 'write' })
  const text = `holdout: 1
name: Made-up large run
dataset: { file: made-up.csv, target: class }
references: none
importance: none
validation: { strategy: k-fold, folds: ${String(folds)}, shuffle: false }
training: { epochs: 1, batchSize: 256 }
models:
  - { name: First, layers: [output] }
  - { name: Second, layers: [{ type: dense, units: 4 }, output] }
`
  const inspection = { name: 'made-up.csv', ledger: [], columns: [] }
  const prepared = await prepareRun(
    { path: '', text, ...readExperiment(text) },
    { read: { table: madeUpTable(rows), sha256: 'c'.repeat(64), inspection }, runId: id },
  )
  await storeRun(workspace, prepared)
  await (
    await startRecordedRun(workspace, id, { trainer: replaying(rows, folds) })
  ).done
  await workspace.shutdown()
}

/** Columns of noise, two that follow the class, one of words. */
function madeUpTable(rows: number): Table {
  const codes = Int32Array.from({ length: rows }, (_, row) => classOf(row))
  const numbers = Array.from({ length: FEATURES }, (_, column) => ({
    kind: 'number' as const,
    name: `x${String(column)}`,
    values: Float64Array.from(codes, (code, row) => chance(row * FEATURES + column) + (column < 2 ? code : 0)),
  }))
  const words = {
    kind: 'category' as const,
    name: 'word',
    levels: ['a', 'b', 'c', 'd'],
    codes: Int32Array.from(codes, (_, row) => Math.floor(4 * chance(row + 0.5))),
  }
  return {
    rows,
    features: [...numbers, words],
    target: { kind: 'category', name: 'class', levels: ['no', 'yes'], codes },
  }
}

function replaying(rows: number, folds: number): Trainer {
  return {
    start: (job, onEvents) => {
      const ended = (async () => {
        await new Promise((resolve) => setImmediate(resolve))
        onEvents(eventsOf(job, rows, folds))
        return { kind: 'finished' } as const
      })()
      const nothing = () => undefined
      return { ended, stop: nothing, leave: nothing, pause: nothing, resume: nothing, kill: nothing }
    },
  }
}

function eventsOf(job: TrainerJob, rows: number, folds: number): readonly RunEvent[] {
  const backend = { name: 'tensorflow', version: '2.21.0', program: job.program, threads: job.threads } as const
  const started: RunEvent = { kind: 'started', backend, fits: job.candidates.length * folds, atMs: 0 }
  const finished = job.candidates.flatMap((_, candidate) =>
    Array.from({ length: folds }, (__, fold): RunEvent => {
      const held = Array.from({ length: Math.floor(rows / folds) }, (___, i) => i * folds + fold)
      return {
        kind: 'fitFinished',
        fit: { candidate, repeat: 0, fold },
        history: { loss: [0.5], accuracy: [0.8], valLoss: [0.5], valAccuracy: [0.8] },
        scores: { accuracy: 0.8, rocAuc: 0.87, logLoss: 0.5 },
        predictions: { rows: held, values: held.map((row) => scoreOf(row, candidate)) },
        preparation: {
          trainRows: rows - held.length,
          testRows: held.length,
          unseenCategories: 0,
          imputedCells: 0,
          fingerprint: String(fold).padStart(32, '0'),
        },
        epochs: 1,
        steps: 1,
        seconds: 1,
        atMs: 1000 * (candidate * folds + fold + 1),
      }
    }),
  )
  return [started, ...finished]
}

function classOf(row: number): number {
  return chance(row * 7 + 3) < 0.4 ? 1 : 0
}

/** Float32 numbers without many equal ones, which are the slow case. */
function scoreOf(row: number, candidate: number): number {
  return Math.fround(1 / (1 + Math.exp(-(2.4 * classOf(row) - 1.2 + 3 * (chance(row * 3 + candidate) - 0.5)))))
}

/** Between 0 and 1, the same for the same number. */
function chance(number: number): number {
  const wave = Math.sin(number * 12.9898 + 78.233) * 43758.5453
  return wave - Math.floor(wave)
}
