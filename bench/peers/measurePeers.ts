/** Keras, PyTorch, scikit-learn and pandas on our jobs, in the same sitting: the ratios count, seconds are the machine's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePeers, ensureTorch } from '../../scripts/setup/peers.mjs'
import { inspectCsv } from '../../src/lab/datasets/read/inspectCsv.ts'
import { runChild, SMALL_THREADS, WIDE_THREADS } from '../engine/runChild.ts'
import type { Measurement } from '../measurement.ts'
import { runPeer } from './runPeer.ts'
import type { PeerPython } from './runPeer.ts'

interface OwnFigures {
  readonly seconds: number
  readonly rowsPerSecond: number
  /** Of one fit, from its first reported epoch on; absent for several. */
  readonly runningRowsPerSecond?: number
  readonly firstEpochSeconds: number
}

interface PeerFigures {
  readonly version: string
  readonly secondsPerEpoch: number
  readonly rowsPerSecond: number
}

const SCRIPTS = ['keras_fit.py', 'torch_fit.py', 'sklearn_fit.py']

interface Job {
  readonly job: string
  readonly epochs: number
  readonly folds: number
  /** Its time for all is in proportion; of another job, rows per second are compared. */
  readonly peer: { readonly job?: string; readonly epochs: number; readonly folds: number }
  readonly threads: typeof SMALL_THREADS | typeof WIDE_THREADS
}

/** Epochs of ours, and epochs and folds of a peer. */
const JOBS: readonly Job[] = [
  { job: 'baseline', epochs: 300, folds: 10, peer: { epochs: 20, folds: 2 }, threads: SMALL_THREADS },
  { job: 'visible', epochs: 300, folds: 10, peer: { epochs: 20, folds: 2 }, threads: SMALL_THREADS },
  { job: 'hidden', epochs: 300, folds: 10, peer: { epochs: 20, folds: 2 }, threads: SMALL_THREADS },
  { job: 'wide', epochs: 4, folds: 1, peer: { epochs: 2, folds: 1 }, threads: WIDE_THREADS },
  { job: 'tall', epochs: 3, folds: 1, peer: { epochs: 2, folds: 1 }, threads: WIDE_THREADS },
  { job: 'tallFolds', epochs: 4, folds: 10, peer: { job: 'tall', epochs: 2, folds: 1 }, threads: WIDE_THREADS },
]

/** All jobs against all peers that this Python has; says which it has not. */
export async function measurePeers(): Promise<Measurement[]> {
  const { python, reason } = await ensurePeers()
  if (python === undefined) {
    process.stderr.write(`There is no Python with the peers: ${reason ?? 'it could not be made'}.\n`)
    return []
  }
  const torch = await ensureTorch(python)
  if (torch.reason !== undefined) process.stderr.write(`There is no PyTorch: ${torch.reason}.\n`)
  const peers: PeerPython = { python, ...(torch.folder !== undefined && { folder: torch.folder }) }
  const measurements: Measurement[] = []
  for (const one of JOBS) measurements.push(await measureJob(peers, one))
  for (const columns of [8000, 20_000]) measurements.push(await measureColumns(peers, columns))
  return measurements
}

async function measureJob(peers: PeerPython, { job, epochs, folds, peer, threads }: Job): Promise<Measurement> {
  const own = await runChild<OwnFigures>('laneChild.ts', [job, String(epochs)], threads)
  const ratios: Record<string, number> = {}
  const { runningRowsPerSecond = own.rowsPerSecond, firstEpochSeconds } = own
  const notes: Record<string, number> = {
    rowsPerSecond: own.rowsPerSecond,
    'rowsPerSecond once it runs': runningRowsPerSecond,
    firstEpochSeconds,
  }
  const isWhole = folds > 1 && peer.job === undefined
  for (const script of SCRIPTS) {
    const args = [peer.job ?? job, String(peer.epochs), String(peer.folds)]
    const found = await runPeer<PeerFigures>(peers, script, args)
    if (typeof found === 'string') {
      process.stderr.write(`${script} did not run: ${found}\n`)
      continue
    }
    const seconds = found.secondsPerEpoch * epochs * folds
    ratios[`${found.version} / this`] = isWhole ? seconds / own.seconds : runningRowsPerSecond / found.rowsPerSecond
    if (peer.job === undefined) notes[`${found.version}, seconds`] = seconds
  }
  const what =
    folds > 1
      ? `${String(folds)} folds × ${String(epochs)} epochs`
      : `one fit, ${String(epochs)} epochs, rows per second once it runs`
  return { name: `${job}: ${what}`, seconds: own.seconds, ratios, notes }
}

/** A CSV of 60 rows of small whole numbers. */
async function measureColumns(peers: PeerPython, columns: number): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  try {
    const file = join(folder, 'many-columns.csv')
    const names = Array.from({ length: columns }, (_, column) => `g${String(column)}`)
    const rows = Array.from({ length: 60 }, (_, row) =>
      names.map((__, column) => String((row * (column + 3) * 7) % 10)).join(','),
    )
    await writeFile(file, `${names.join(',')}\n${rows.join('\n')}\n`)
    const start = performance.now()
    await inspectCsv(file)
    const seconds = (performance.now() - start) / 1000
    const pandas = await runPeer<{ version: string; seconds: number }>(peers, 'pandas_read.py', [file])
    const ratios = typeof pandas === 'string' ? {} : { [`this / ${pandas.version}`]: seconds / pandas.seconds }
    return { name: `reading and profiling 60 rows × ${String(columns)} columns`, seconds, ratios }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
