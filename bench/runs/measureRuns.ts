/** How fast a large workspace opens and answers: 1,000 runs with 100,000 fits and 30 million history values. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryQuery } from '../../src/contract/history.ts'
import { encodeColumns } from '../../src/lab/runs/store/columnBlob.ts'
import { listRuns } from '../../src/lab/runs/history/listRuns.ts'
import { loadDocument } from '../../src/lab/runs/store/loadDocument.ts'
import { queryHistory } from '../../src/lab/runs/history/queryHistory.ts'
import { Database } from '../../src/lab/workspace/database.ts'
import { isSound } from '../../src/lab/workspace/integrity.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'
import type { Measurement } from '../measurement.ts'
import { EPOCHS, historyOf, makeUpWorkspace } from './makeUpWorkspace.ts'

const RUNS = 1000
/** Times that a query is asked; the middle one counts. */
const ASKED = 9
/** Histories that are written both ways. */
const HISTORIES = 500

/** A condition on a hyperparameter, a setting and a score, sorted by score. */
const FILTERED: HistoryQuery = {
  filters: [
    { field: 'hyperparameter.dropout', operator: 'atLeast', values: [0.2] },
    { field: 'setting.training.optimizer.learningRate', operator: 'between', values: [0.01, 0.5] },
    { field: 'metric.accuracy', operator: 'atLeast', values: [0.8] },
  ],
  sort: { field: 'metric.accuracy', direction: 'descending' },
}

/** Opening, listing, filtering and reading, each against 100 ms in mind; and histories as blobs against rows. */
export async function measureRuns(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  try {
    await makeUpWorkspace(folder, RUNS)
    return [await measureWorkspace(folder), await measureHistories(folder)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureWorkspace(folder: string): Promise<Measurement> {
  const opening = await timed(async () => Workspace.open({ folder, access: 'write' }))
  const workspace = opening.result
  const one = (sql: string) => Object.values(workspace.database.get<Record<string, number>>(sql) ?? {})[0]
  const [{ run }] = listRuns(workspace, { count: 1 }).runs
  const fits = one('SELECT count(*) FROM fits')
  const notes = {
    runs: one('SELECT count(*) FROM runs'),
    fits,
    'history values, millions': (fits * EPOCHS * 4) / 1e6,
    'database, MB': (await stat(workspace.paths.database)).size / 1e6,
    'open to write, ms': opening.ms,
    'open to read, ms': (await timed(async () => (await Workspace.open({ folder, access: 'read' })).shutdown())).ms,
    'whole integrity check, ms': (await timed(() => isSound(workspace.database))).ms,
    'list the newest, ms': median(() => listRuns(workspace, {})),
    'list all, ms': median(() => listRuns(workspace, { count: RUNS })),
    'candidates filtered and sorted, ms': median(() => queryHistory(workspace, FILTERED)),
    'candidates grouped, ms': median(() => queryHistory(workspace, { groupBy: 'hyperparameter.dropout' })),
    'candidates by text, ms': median(() => queryHistory(workspace, { text: 'run 77' })),
    'document of a run, ms': (await timed(async () => loadDocument(workspace, run))).ms,
    'document with histories, ms': (await timed(async () => loadDocument(workspace, run, { histories: true }))).ms,
  }
  const seconds = median(() => listRuns(workspace, FILTERED)) / 1000
  await workspace.shutdown()
  return { name: `listing ${String(RUNS)} runs, filtered and sorted (target 0.1 s)`, seconds, notes }
}

/** What histories take as columns in a blob, and with one row for each value. */
async function measureHistories(folder: string): Promise<Measurement> {
  const paths = [join(folder, 'rows.sqlite'), join(folder, 'columns.sqlite')]
  const [rows, columns] = paths.map((path) => new Database(path))
  rows.exec(
    'CREATE TABLE history (fit INTEGER, metric INTEGER, epoch INTEGER, value REAL, PRIMARY KEY (fit, metric, epoch)) STRICT, WITHOUT ROWID',
  )
  columns.exec('CREATE TABLE history (fit INTEGER PRIMARY KEY, history BLOB) STRICT')
  const histories = Array.from({ length: HISTORIES }, (_, fit) => historyOf(fit))
  const asRows = await write(rows, histories, (history, fit) => {
    Object.values(history).forEach((series, metric) =>
      series.forEach((value, epoch) =>
        rows.run('INSERT INTO history VALUES (?, ?, ?, ?)', [fit, metric, epoch, value]),
      ),
    )
  })
  const asColumns = await write(columns, histories, (history, fit) =>
    columns.run('INSERT INTO history VALUES (?, ?)', [fit, encodeColumns(history)]),
  )
  const [rowBytes, columnBytes] = await Promise.all(paths.map(async (path) => (await stat(path)).size))
  for (const database of [rows, columns]) database.close()
  return {
    name: `writing ${String(HISTORIES)} histories as columns`,
    seconds: asColumns.ms / 1000,
    ratios: {
      'of the time one row for each value takes': asColumns.ms / asRows.ms,
      'of the space one row for each value takes': columnBytes / rowBytes,
    },
    notes: { 'bytes of a history': columnBytes / HISTORIES },
  }
}

function write(
  database: Database,
  histories: readonly Record<string, number[]>[],
  insert: (history: Record<string, number[]>, fit: number) => void,
) {
  return timed(() => database.transaction('bench', () => histories.forEach(insert)))
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now()
  const result = await work()
  return { ms: performance.now() - start, result }
}

/** Milliseconds. */
function median(work: () => unknown): number {
  const times = Array.from({ length: ASKED }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(ASKED / 2)]
}
