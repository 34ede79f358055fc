/** A workspace of runs that nobody trained, the same every time. */
import { readExperiment } from '../../src/core/experiment/file/parseExperiment.ts'
import type { FitKey, RunEvent } from '../../src/core/run/runEvent.ts'
import { prepareRun } from '../../src/lab/experiments/prepareRun.ts'
import type { PreparedRun } from '../../src/lab/experiments/prepareRun.ts'
import { startRecordedRun } from '../../src/lab/runs/training/recordedRun.ts'
import { storeRun } from '../../src/lab/runs/store/storeRun.ts'
import { tinyTable } from '../../src/lab/runs/testing/tinyRun.ts'
import type { Trainer } from '../../src/lab/trainers/trainer.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'

const DROPOUTS = [0.1, 0.2, 0.3, 0.4, 0.5]
const FOLDS = 10
const REPEATS = 2
/** Of every fit. */
export const EPOCHS = 75
const METRICS = [
  'accuracy',
  'balancedAccuracy',
  'precision',
  'recall',
  'f1',
  'rocAuc',
  'logLoss',
  'brier',
  'mcc',
  'kappa',
]

/** Fills a new workspace with so many runs, each of 5 candidates on 20 folds of 75 epochs. */
export async function makeUpWorkspace(folder: string, runs: number): Promise<void> {
  const workspace = await Workspace.open({ folder, access: 'write' })
  for (let index = 0; index < runs; index += 1) {
    const prepared = await madeUpRun(index)
    await storeRun(workspace, prepared)
    await (
      await startRecordedRun(workspace, prepared.context.runId, { trainer: replaying(index) })
    ).done
  }
  await workspace.shutdown()
}

function madeUpRun(index: number): Promise<PreparedRun> {
  const text = `holdout: 1
name: Made-up run ${String(index)}
dataset: { file: made-up.csv, target: class }
seed: ${String(index)}
references: none
validation: { strategy: stratified-k-fold, folds: ${String(FOLDS)}, repeats: ${String(REPEATS)}, shuffle: true }
training: { epochs: ${String(EPOCHS)}, batchSize: 16 }
models:
  - name: Hidden
    optimizer: { type: sgd, learningRate: ${String(0.001 * 2 ** (index % 10))}, momentum: 0.9 }
    layers:
      - { type: dense, units: ${String(8 + (index % 7))}, activation: relu, kernelConstraint: { type: maxNorm, maxValue: 3 } }
      - { type: dropout, rate: { sweep: [${DROPOUTS.join(', ')}], as: dropout } }
      - { type: dense, units: 30, activation: relu }
      - { type: dropout, rate: { sweep: [${DROPOUTS.join(', ')}], as: dropout } }
      - { type: output }
`
  return prepareRun(
    { path: '', text, ...readExperiment(text) },
    {
      read: {
        table: tinyTable(),
        sha256: 'b'.repeat(64),
        inspection: { name: 'made-up.csv', ledger: [], columns: [] },
      },
      runId: `run-${String(index).padStart(5, '0')}`,
      now: () => new Date(Date.UTC(2026, 0, 1) + index * 3_600_000),
    },
  )
}

/** Tells made-up fits without training any. */
function replaying(run: number): Trainer {
  return {
    start: (job, onEvents) => {
      const keys = job.candidates.flatMap((_, candidate) =>
        Array.from({ length: REPEATS * FOLDS }, (__, at): FitKey => {
          return { candidate, repeat: Math.floor(at / FOLDS), fold: at % FOLDS }
        }),
      )
      const backend = { name: 'tensorflow', version: '2.21.0', program: job.program, threads: job.threads } as const
      const started: RunEvent = { kind: 'started', backend, fits: keys.length, atMs: 0 }
      const ended = (async () => {
        await new Promise((resolve) => setImmediate(resolve))
        onEvents([started, ...keys.map((fit, at) => fitFinished(run, fit, at))])
        return { kind: 'finished' } as const
      })()
      const nothing = () => undefined
      return { ended, stop: nothing, leave: nothing, pause: nothing, resume: nothing, kill: nothing }
    },
  }
}

function fitFinished(run: number, fit: FitKey, at: number): RunEvent {
  const number = run * 100 + at
  const rows = Array.from({ length: 5 }, (_, row) => fit.fold * 5 + row).filter((row) => row < 48)
  return {
    kind: 'fitFinished',
    fit,
    history: historyOf(number),
    scores: Object.fromEntries(METRICS.map((metric, index) => [metric, 0.7 + 0.3 * chance(number * 31 + index)])),
    predictions: { rows, values: rows.map((row) => Math.fround(chance(number + row))) },
    preparation: {
      trainRows: 43,
      testRows: 5,
      unseenCategories: 0,
      imputedCells: 0,
      fingerprint: `${String(number)}-${'0'.repeat(24)}`,
    },
    epochs: EPOCHS,
    steps: EPOCHS * 12,
    seconds: 0.1,
    atMs: at * 10,
  }
}

/** Curves whose numbers have as many digits as those of training: losses any, accuracies parts of the rows. */
export function historyOf(fit: number): Record<string, number[]> {
  const curve = (seed: number, value: (falling: number, noise: number) => number) =>
    Array.from({ length: EPOCHS }, (_, epoch) => value(Math.exp(-epoch / 20), chance(fit * 401 + seed * 101 + epoch)))
  return {
    loss: curve(1, (falling, noise) => Math.fround(187 * (0.6 * falling + 0.05 + 0.05 * noise)) / 187),
    accuracy: curve(2, (falling, noise) => Math.round(187 * (1 - 0.4 * falling - 0.03 * noise)) / 187),
    valLoss: curve(3, (falling, noise) => Math.fround(21 * (0.5 * falling + 0.3 + 0.1 * noise)) / 21),
    valAccuracy: curve(4, (falling, noise) => Math.round(21 * (0.9 - 0.3 * falling - 0.1 * noise)) / 21),
  }
}

/** Between 0 and 1, the same for the same number. */
function chance(number: number): number {
  const wave = Math.sin(number * 12.9898 + 78.233) * 43758.5453
  return wave - Math.floor(wave)
}
