/** What a run costs that is cut into two parts of one core each, against the same run whole on two cores: pairs, one after the other. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, promisify } from 'node:util'
import { serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { encodeTable } from '../../src/core/dataset/tableFile.ts'
import type { TrainerJob } from '../../src/core/run/trainerJob.ts'
import { framed } from '../../src/core/shards/frames.ts'
import { lanesFor, packShards } from '../../src/core/shards/packShards.ts'
import { runFiles } from '../../src/lab/places/shardFolder.ts'
import { planWithChild } from '../../src/lab/trainers/childProcessTrainer.ts'
import { sonarTable } from '../../src/trainer/testing/sonarTable.ts'
import { candidateOf, hiddenSpec, sonarJob } from '../../src/trainer/testing/testJob.ts'
import type { Measurement } from '../measurement.ts'
import type { Cost } from './costChild.ts'

const CHILD = fileURLToPath(new URL('costChild.ts', import.meta.url))
const PARTS = 2
const CANDIDATES = 40
const FOLDS = 10
const CHECKPOINT_MS = 5000
/** Processor time of parts against that of the whole run, at most; and finished fits per second, at least. */
const LIMITS = { cpu: 1.1, throughput: 0.9 }

interface Measured extends Cost {
  readonly seconds: number
}

interface Pair {
  readonly whole: Measured
  readonly parts: Measured
}

/** Measures five pairs; with `isQuick` one that trains shortly. Where a limit is missed, the program's exit code is 1. */
export async function measureShardCost({ isQuick }: { readonly isQuick: boolean }): Promise<readonly Measurement[]> {
  const [epochs, times] = isQuick ? [30, 1] : [300, Number(process.env['HOLDOUT_BENCH_PAIRS'] ?? 5)]
  const folder = await mkdtemp(join(tmpdir(), 'holdout-cost-'))
  try {
    const job = await jobIn(folder, epochs)
    const pairs: Pair[] = []
    // Each is first as often as the other: whatever else the machine does hits both alike.
    for (let time = 0; time < times; time += 1) pairs.push(await pairOf(job, folder, time))
    return [summary(pairs, isQuick)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function jobIn(folder: string, epochs: number): Promise<TrainerJob> {
  const bytes = encodeTable(sonarTable())
  const tableSha256 = createHash('sha256').update(bytes).digest('hex')
  const tableFile = join(folder, 'tables', tableSha256)
  await writeInto(tableFile, bytes)
  const candidates = Array.from({ length: CANDIDATES }, (_, i) =>
    candidateOf(hiddenSpec({ epochs, rate: 0.0125 * (i + 1) }), `Hidden ${String(i)}`),
  )
  const job = sonarJob(candidates, { backend: 'auto', threads: { intraOp: 1, interOp: PARTS } })
  // As often as runs do.
  return { ...job, tableFile, tableSha256, checkpointEveryMs: CHECKPOINT_MS, instructions: 'AVX2' }
}

async function pairOf(job: TrainerJob, folder: string, time: number): Promise<Pair> {
  const runs = join(folder, 'runs', String(time))
  const shards = await writeRuns(job, runs)
  const trainWhole = () => measured([['local', runs]])
  const trainParts = () => measured(shards.map((shard) => ['shard', shard]))
  const first = time % 2 === 0 ? await trainWhole() : undefined
  const parts = await trainParts()
  const whole = first ?? (await trainWhole())
  if (!isDeepStrictEqual(whole.fits, parts.fits)) throw new Error('the parts came to other bits than the whole run')
  return { whole, parts }
}

/** Writes the whole job and its parts; returns the folders of the parts. */
async function writeRuns(job: TrainerJob, folder: string): Promise<readonly string[]> {
  const narrow: TrainerJob = { ...job, threads: { intraOp: 1, interOp: 1 } }
  const { blocks } = await planWithChild(narrow, lanesFor(CANDIDATES * FOLDS, PARTS))
  const shards = packShards(blocks, PARTS).fits.map((shard) => shard.blocks.map((block) => block.fits))
  if (shards.length !== PARTS) throw new Error(`expected ${String(PARTS)} parts, received ${String(shards.length)}`)
  const files = runFiles(narrow, { shards, finals: [], folder: 'run', submittedAt: 0 })
  for (const { path, bytes } of files) await writeInto(join(folder, path), bytes)
  const whole = { ...job, checkpointFolder: join(folder, 'checkpoints') }
  await writeInto(join(folder, 'whole.v8'), framed(serialize(whole), crc32))
  return shards.map((_, shard) => join(folder, 'shards', String(shard)))
}

/** Processes at once, from the first start to the last end. */
async function measured(commands: readonly (readonly string[])[]): Promise<Measured> {
  const begun = performance.now()
  const costs = await Promise.all(commands.map(runChild))
  return {
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: costs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    fits: Object.fromEntries(costs.flatMap(({ fits }) => Object.entries(fits)).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

async function runChild(args: readonly string[]): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, ...args], { maxBuffer: 64 << 20 })
  return JSON.parse(stdout) as Cost
}

function summary(pairs: readonly Pair[], isQuick: boolean): Measurement {
  const cpu = median(pairs.map(({ whole, parts }) => parts.cpuSeconds / whole.cpuSeconds))
  const throughput = median(pairs.map(({ whole, parts }) => whole.seconds / parts.seconds))
  if (!isQuick && (cpu > LIMITS.cpu || throughput < LIMITS.throughput)) {
    process.stderr.write(
      `expected at most ${String(LIMITS.cpu)} of the processor time and at least ${String(LIMITS.throughput)} of the fits per second\n`,
    )
    process.exitCode = 1
  }
  return {
    name: `${String(CANDIDATES * FOLDS)} fits in ${String(PARTS)} parts of one core, against one process of ${String(PARTS)} cores`,
    seconds: median(pairs.map(({ parts }) => parts.seconds)),
    ratios: { 'processor time of the whole run': cpu, 'fits per second of the whole run': throughput },
    notes: {
      'seconds of the whole run': median(pairs.map(({ whole }) => whole.seconds)),
      'processor seconds of the whole run': median(pairs.map(({ whole }) => whole.cpuSeconds)),
      'processor seconds of the parts': median(pairs.map(({ parts }) => parts.cpuSeconds)),
      pairs: pairs.length,
    },
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

async function writeInto(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}
