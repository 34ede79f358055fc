/**
 * Plans and merges a run that no machine here could train: 10,000 shards on 500 simulated workers, of which some fail half-way, are slow, or
 * are taken for lost and go on beside their second attempt. Planner, records, validation and merger are the real ones.
 */
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { Mt19937 } from '../../src/core/random/mt19937.ts'
import { fitName } from '../../src/core/run/fitStream.ts'
import type { PlannedBlock } from '../../src/core/run/jobPlan.ts'
import type { BackendInfo, FitKey, RunEvent } from '../../src/core/run/runEvent.ts'
import { FrameReader, framed } from '../../src/core/shards/frames.ts'
import { ShardMerger } from '../../src/core/shards/mergeShards.ts'
import { packShards } from '../../src/core/shards/packShards.ts'
import type { ShardMessage } from '../../src/core/shards/shardMessage.ts'
import { readShardMessage } from '../../src/core/shards/shardMessageSchema.ts'
import type { Measurement } from '../measurement.ts'

const FITS_A_BLOCK = 20
const EPOCHS = 100
const HELD_OUT = 20
/** Shares of attempts that die half-way, take ten times as long, or are taken for lost and go on. */
const FAILING = 0.05
const SLOW = 0.02
const DEAF = 0.02

interface Attempt {
  readonly shard: number
  readonly number: number
  /** When it begins and ends, in simulated seconds. */
  readonly from: number
  readonly to: number
  /** Share of its fits that it finishes. */
  readonly share: number
}

/** Measures planning and merging. `isQuick`: a hundredth of the size. */
export function measureShards({ isQuick }: { readonly isQuick: boolean }): Promise<readonly Measurement[]> {
  const [shards, workers] = isQuick ? [100, 50] : [10_000, 500]
  const source = new Mt19937(7)
  const random = () => source.nextDouble()
  const blocks = Array.from({ length: shards }, (_, candidate) => blockOf(candidate, random))
  const plannedAt = performance.now()
  const plan = packShards(blocks, shards)
  const planSeconds = (performance.now() - plannedAt) / 1000
  const attempts = simulate(
    plan.fits.map(({ work }) => work),
    workers,
    random,
  )
  const { seconds, fits, finished, heap, told } = merge(
    plan.fits.map((shard) => shard.blocks.map((block) => block.fits)),
    attempts,
  )
  if (finished !== fits || told !== fits)
    throw new Error(`expected ${String(fits)} fits once, received ${String(told)}`)
  return Promise.resolve([
    { name: `packing ${String(fits)} fits into ${String(shards)} shards`, seconds: planSeconds },
    {
      name: `merging ${String(attempts.length)} attempts on ${String(workers)} workers`,
      seconds,
      notes: {
        'fits merged': finished,
        'seconds per 1,000 fits': (seconds / fits) * 1000,
        'MiB of heap after a tenth of the attempts': heap[0],
        'MiB of heap at the end': heap[1],
      },
    },
  ])
}

function blockOf(candidate: number, random: () => number): PlannedBlock {
  const fits = Array.from({ length: FITS_A_BLOCK }, (_, fold): FitKey => ({ candidate, repeat: 0, fold }))
  return { fits, multiplications: Math.ceil(1e5 * (1 + random())), steps: 3600, isFinal: false }
}

/** Attempts in the order in which they end: workers take the next shard when they are free. */
function simulate(works: readonly number[], workers: number, random: () => number): readonly Attempt[] {
  const free = Array.from({ length: workers }, () => 0)
  const waiting = works.map((_, shard) => ({ shard, number: 1 }))
  const attempts: Attempt[] = []
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const worker = free.indexOf(Math.min(...free))
    const { shard, number } = next
    const chance = random()
    const isSlow = chance < SLOW
    const [fails, isDeaf] = [chance >= SLOW && chance < SLOW + FAILING, chance > 1 - DEAF]
    const share = fails ? random() : 1
    const to = free[worker] + (works[shard] / 1e9) * (isSlow ? 10 : 1) * share
    attempts.push({ shard, number, from: free[worker], to, share })
    free[worker] = to
    if (fails || isDeaf) waiting.push({ shard, number: number + 1 })
  }
  return attempts.toSorted((a, b) => a.to - b.to)
}

function merge(shards: readonly (readonly (readonly FitKey[])[])[], attempts: readonly Attempt[]) {
  const merger = new ShardMerger({ shards, finished: [], elapsedMs: () => Infinity })
  const finishedBefore = shards.map(() => 0)
  const heap: number[] = []
  let [seconds, told] = [0, 0]
  attempts.forEach((attempt, index) => {
    const fits = shards[attempt.shard].flat()
    // What an earlier attempt has written is left out, unless both ran at once.
    const known = Math.min(finishedBefore[attempt.shard], Math.floor(attempt.share * fits.length))
    const end = Math.ceil(attempt.share * fits.length)
    const file = fileOf(attempt, fits.slice(index % 2 === 0 ? known : 0, end), end === fits.length)
    finishedBefore[attempt.shard] = Math.max(finishedBefore[attempt.shard], end)
    const startedAt = performance.now()
    for (const content of new FrameReader(crc32).push(file)) {
      const message = readShardMessage(deserialize(content))
      if (!message) throw new Error('a message of our own was refused')
      const { events } = merger.take(attempt.shard, `${String(attempt.shard)}/${String(attempt.number)}`, message)
      told += events.filter(({ kind }) => kind === 'fitFinished').length
    }
    seconds += (performance.now() - startedAt) / 1000
    if (index === Math.floor(attempts.length / 10) || index === attempts.length - 1) heap.push(heapMiB())
  })
  const fits = shards.flat(2).length
  const open = shards.reduce((sum, _, shard) => sum + merger.openFits(shard), 0)
  return { seconds, fits, finished: fits - open, heap, told }
}

const BACKEND: BackendInfo = {
  name: 'tensorflow',
  version: '2.0.0',
  program: 'compiled',
  threads: { intraOp: 1, interOp: 1 },
  engine: 2,
  instructions: 'AVX2',
}
const HISTORY = Array.from({ length: EPOCHS }, (_, epoch) => 1 / (epoch + 1))
const ROWS = Array.from({ length: HELD_OUT }, (_, row) => row)

function fileOf({ from }: Attempt, fits: readonly FitKey[], isWhole: boolean): Uint8Array {
  const begun: ShardMessage = { kind: 'attempt', attempt: { node: 'n', processor: 'p', startedAt: from * 1000 } }
  const started: RunEvent = { kind: 'started', backend: BACKEND, fits: 1, atMs: 0 }
  const events = [
    started,
    ...fits.map(finishedEvent),
    ...(isWhole ? [{ kind: 'ended', end: { kind: 'finished' }, atMs: 1 } as const] : []),
  ]
  const messages: readonly ShardMessage[] = [begun, { kind: 'events', events }]
  const file = Buffer.concat(messages.map((message) => framed(serialize(message), crc32)))
  // An attempt that dies leaves a record that it was writing.
  return isWhole ? file : Buffer.concat([file, file.subarray(0, 11)])
}

function finishedEvent(fit: FitKey): RunEvent {
  return {
    kind: 'fitFinished',
    fit,
    history: { loss: HISTORY, accuracy: HISTORY, valLoss: HISTORY, valAccuracy: HISTORY },
    scores: { accuracy: 0.5, logLoss: 0.6 },
    predictions: { rows: ROWS, values: ROWS.map((row) => row / HELD_OUT) },
    preparation: {
      trainRows: 180,
      testRows: HELD_OUT,
      unseenCategories: 0,
      imputedCells: 0,
      fingerprint: fitName(fit),
    },
    epochs: EPOCHS,
    steps: EPOCHS * 12,
    seconds: 0.1,
    atMs: 1,
  }
}

function heapMiB(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}
