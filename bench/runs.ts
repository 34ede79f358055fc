/**
 * How fast a large workspace opens and answers: 1,000 runs with 100,000 fits and 30 million history values, made up here,
 * the same every time.
 *
 *   node bench/runs.ts [--runs 1000] [--keep FOLDER]
 *
 * With --keep the workspace is left there, and used again when it is there already. Prints one JSON document.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { HistoryQuery } from '../src/contract/history.ts'
import { readExperiment } from '../src/core/experiment/parseExperiment.ts'
import type { FitKey, RunEvent } from '../src/core/run/runEvent.ts'
import { prepareRun } from '../src/lab/experiments/prepareRun.ts'
import type { PreparedRun } from '../src/lab/experiments/prepareRun.ts'
import { encodeColumns } from '../src/lab/runs/columnBlob.ts'
import { listRuns } from '../src/lab/runs/listRuns.ts'
import { loadDocument } from '../src/lab/runs/loadDocument.ts'
import { queryHistory } from '../src/lab/runs/queryHistory.ts'
import { startRecordedRun } from '../src/lab/runs/recordedRun.ts'
import { storeRun } from '../src/lab/runs/storeRun.ts'
import type { Trainer } from '../src/lab/trainers/trainer.ts'
import { Database } from '../src/lab/workspace/database.ts'
import { isSound } from '../src/lab/workspace/integrity.ts'
import { Workspace } from '../src/lab/workspace/workspace.ts'
import { tinyTable } from '../src/lab/runs/testing/tinyRun.ts'

const { values } = parseArgs({ options: { runs: { type: 'string' }, keep: { type: 'string' } } })
const RUNS = Number(values.runs ?? 1000)
const DROPOUTS = [0.1, 0.2, 0.3, 0.4, 0.5]
const FOLDS = 10
const REPEATS = 2
const EPOCHS = 75
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
/** Times that a query is asked; the middle one counts. */
const ASKED = 9

/** A condition on a hyperparameter, a setting and a score, sorted by score. */
const FILTERED: HistoryQuery = {
  filters: [
    { field: 'hyperparameter.dropout', operator: 'atLeast', values: [0.2] },
    { field: 'setting.training.optimizer.learningRate', operator: 'between', values: [0.01, 0.5] },
    { field: 'metric.accuracy', operator: 'atLeast', values: [0.8] },
  ],
  sort: { field: 'metric.accuracy', direction: 'descending' },
}

const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'holdout-bench-')))
try {
  if (!existsSync(join(folder, 'holdout.sqlite'))) await fill()
  process.stdout.write(`${JSON.stringify(await measure(), null, 2)}\n`)
} finally {
  if (values.keep === undefined) await rm(folder, { recursive: true, force: true })
}

async function measure() {
  const openForWriting = await timed(async () => Workspace.open({ folder, access: 'write' }))
  const workspace = openForWriting.result
  const one = (sql: string) => Object.values(workspace.database.get<Record<string, number>>(sql) ?? {})[0]
  const [{ run }] = listRuns(workspace, { count: 1 }).runs
  const report = {
    runs: one('SELECT count(*) FROM runs'),
    candidates: one('SELECT count(*) FROM candidates'),
    fits: one('SELECT count(*) FROM fits'),
    historyValues: one('SELECT count(*) FROM fits') * EPOCHS * 4,
    databaseMegabytes: round((await stat(workspace.paths.database)).size / 1e6),
    historyBytesPerFit: round(one('SELECT avg(length(history)) FROM fitValues')),
    openForWritingMs: openForWriting.ms,
    openForReadingMs: (await timed(async () => (await Workspace.open({ folder, access: 'read' })).shutdown())).ms,
    wholeIntegrityCheckMs: (await timed(() => isSound(workspace.database))).ms,
    listNewestMs: median(() => listRuns(workspace, {})),
    listFilteredAndSortedMs: median(() => listRuns(workspace, FILTERED)),
    listAllMs: median(() => listRuns(workspace, { count: RUNS })),
    historyFilteredAndSortedMs: median(() => queryHistory(workspace, FILTERED)),
    historyGroupedMs: median(() => queryHistory(workspace, { groupBy: 'hyperparameter.dropout' })),
    historyTextMs: median(() => queryHistory(workspace, { text: 'run 77' })),
    documentMs: (await timed(async () => loadDocument(workspace, run))).ms,
    documentWithHistoriesMs: (await timed(async () => loadDocument(workspace, run, { histories: true }))).ms,
    asRowPerValue: await asRowPerValue(),
  }
  await workspace.shutdown()
  return report
}

/** What the same histories take, with one row for each value. */
async function asRowPerValue() {
  const fits = 500
  const path = join(folder, 'rows.sqlite')
  const [rows, columns] = [new Database(path), new Database(`${path}2`)]
  rows.exec(
    'CREATE TABLE history (fit INTEGER, metric INTEGER, epoch INTEGER, value REAL, PRIMARY KEY (fit, metric, epoch)) STRICT, WITHOUT ROWID',
  )
  columns.exec('CREATE TABLE history (fit INTEGER PRIMARY KEY, history BLOB) STRICT')
  const histories = Array.from({ length: fits }, (_, fit) => historyOf(fit))
  const write = (database: Database, insert: (history: Record<string, number[]>, fit: number) => void) =>
    timed(() => database.transaction('bench', () => histories.forEach(insert)))
  const rowTime = await write(rows, (history, fit) => {
    Object.values(history).forEach((series, metric) =>
      series.forEach((value, epoch) =>
        rows.run('INSERT INTO history VALUES (?, ?, ?, ?)', [fit, metric, epoch, value]),
      ),
    )
  })
  const columnTime = await write(columns, (history, fit) =>
    columns.run('INSERT INTO history VALUES (?, ?)', [fit, encodeColumns(history)]),
  )
  const bytes = async (file: string) => (await stat(file)).size / fits
  const figures = {
    bytesPerFit: round(await bytes(path)),
    asColumnsBytesPerFit: round(await bytes(`${path}2`)),
    writeMsPerFit: round(rowTime.ms / fits),
    asColumnsWriteMsPerFit: round(columnTime.ms / fits),
  }
  for (const database of [rows, columns]) database.close()
  for (const file of [path, `${path}2`]) await rm(file, { force: true })
  return figures
}

async function fill(): Promise<void> {
  const workspace = await Workspace.open({ folder, access: 'write' })
  for (let index = 0; index < RUNS; index += 1) {
    const prepared = await madeUpRun(index)
    await storeRun(workspace, prepared)
    await (
      await startRecordedRun(workspace, prepared.context.runId, { trainer: replaying(index) })
    ).done
    if (index % 50 === 49) process.stderr.write(`${String(index + 1)} runs\n`)
  }
  await workspace.shutdown()
}

function madeUpRun(index: number): Promise<PreparedRun> {
  const text = `holdout: 1
name: Made-up run ${String(index)}
dataset: { file: made-up.csv, target: class }
seed: ${String(index)}
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
      return { ended, stop: () => undefined, pause: () => undefined, resume: () => undefined, kill: () => undefined }
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
function historyOf(fit: number): Record<string, number[]> {
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

async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now()
  const result = await work()
  return { ms: round(performance.now() - start), result }
}

function median(work: () => unknown): number {
  const times = Array.from({ length: ASKED }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return round(times.sort((a, b) => a - b)[Math.floor(ASKED / 2)])
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
