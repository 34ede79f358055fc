import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeTable } from '../../core/dataset/tableFile.ts'
import type { FitKey, RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { framed } from '../../core/shards/frames.ts'
import { SHARD_EXIT, type ShardedJob, type ShardMessage, type ShardPart } from '../../core/shards/shardMessage.ts'
import { planJob } from '../job/planJob.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { candidateOf, hiddenSpec, runTestJob, sonarJob } from '../testing/testJob.ts'
import { readAttempts } from './eventFile.ts'
import { programStamp } from './programStamp.ts'

process.env['ONEDNN_MAX_CPU_ISA'] = 'AVX2'
const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url))
const table = sonarTable()
const bytes = encodeTable(table)
let root: string
let job: TrainerJob
let fits: readonly (readonly FitKey[])[]
let finals: readonly (readonly FitKey[])[]
/** What one process comes to. */
let whole: ReadonlyMap<string, unknown>
let wholeModel: string

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'holdout-shard-'))
  writeFileSync(join(root, 'table'), bytes)
  const candidates = [0.1, 0.3].map((rate) => candidateOf(hiddenSpec({ rate, epochs: 12 }), `rate ${String(rate)}`))
  job = sonarJob(candidates, {
    tableFile: '../../../table',
    tableSha256: createHash('sha256').update(bytes).digest('hex'),
    instructions: 'AVX2',
    threads: { intraOp: 1, interOp: 1 },
    modelFolder: 'models',
    explain: { ranking: 'accuracy', fractions: [0.5] },
  })
  const { blocks } = planJob(job, table, 10)
  fits = blocks.filter(({ isFinal }) => !isFinal).map((block) => block.fits)
  finals = blocks.filter(({ isFinal }) => isFinal).map((block) => block.fits)
  const modelFolder = join(root, 'whole')
  const outcome = await runTestJob({ ...job, modelFolder }, table, await openTestBackend())
  whole = resultsOf(outcome.events)
  wholeModel = readFileSync(join(modelFolder, 'model-0.json'), 'utf8')
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

/** What fits came to, by fit, without times. */
function resultsOf(events: readonly RunEvent[]): Map<string, unknown> {
  const results = new Map<string, unknown>()
  for (const event of events) {
    if (event.kind !== 'fitFinished' && event.kind !== 'fitExplained') continue
    const { atMs: _, ...rest } = event
    const points = event.kind === 'fitExplained' ? event.explanation.learning : undefined
    const name = JSON.stringify([event.fit, points?.map(({ fraction }) => fraction)])
    results.set(name, 'seconds' in rest ? { ...rest, seconds: 0 } : rest)
  }
  return results
}

interface ShardChange {
  readonly job?: TrainerJob
  readonly stamp?: string
  readonly after?: readonly string[]
}

function makeShard(name: string, only: ShardPart['only'], change: ShardChange = {}): string {
  const run = join(root, name.split('/')[0])
  const folder = join(run, 'shards', name.split('/')[1])
  mkdirSync(folder, { recursive: true })
  const sharded: ShardedJob = { job: change.job ?? job, stamp: change.stamp ?? programStamp() }
  writeFileSync(join(run, 'job.v8'), framed(serialize(sharded), crc32))
  writeFileSync(join(folder, 'shard.v8'), framed(serialize({ only, after: change.after ?? [] }), crc32))
  return folder
}

function attempt(folder: string, env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, folder], { env: { ...process.env, ...env } }, () => {
      resolve(child.exitCode ?? -1)
    })
  })
}

/** Starts an attempt and sends it a signal once it has written a checkpoint. Resolves to its exit code. */
function attemptUntilSignal(folder: string, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, folder], { stdio: 'ignore' })
    const checkpoints = join(folder, 'checkpoints')
    const watch = setInterval(() => {
      if (existsSync(checkpoints) && readdirSync(checkpoints).some((name) => name.endsWith('.checkpoint')))
        child.kill(signal)
    }, 10)
    child.on('exit', (code) => {
      clearInterval(watch)
      resolve(code)
    })
  })
}

function eventsOf(folder: string): readonly RunEvent[] {
  return readAttempts(folder).flatMap((message: ShardMessage) => (message.kind === 'events' ? message.events : []))
}

/** The instructions that shards pin are those of x86 processors. */
describe.skipIf(process.arch !== 'x64')('a shard', { timeout: 180_000 }, () => {
  test('trains its blocks to the bits of the whole run, and final models know what other shards predicted', async () => {
    const half = Math.ceil(fits.length / 2)
    const folders = [makeShard('two/000', fits.slice(0, half)), makeShard('two/001', fits.slice(half))]
    expect(await Promise.all(folders.map((folder) => attempt(folder)))).toEqual([SHARD_EXIT.done, SHARD_EXIT.done])
    expect(resultsOf(folders.flatMap(eventsOf))).toEqual(whole)
    const last = makeShard('two/002', finals, { after: ['../000', '../001'] })
    expect(await attempt(last)).toBe(SHARD_EXIT.done)
    const models = readAttempts(last).filter(({ kind }) => kind === 'model')
    expect(models).toHaveLength(2)
    expect(models[0]).toEqual({ kind: 'model', candidate: 0, text: wholeModel })
    expect(JSON.parse(wholeModel)).toHaveProperty('heldOutScores')
  })

  test('that got a signal goes on, to the same bits', async () => {
    const { modelFolder: _, ...rest } = { ...job, candidates: job.candidates.map(trainedLonger) }
    const only = fits.filter((block) => block.every(({ fraction }) => fraction === undefined))
    // A checkpoint after every epoch.
    const slow = { ...rest, explain: { ranking: 'accuracy' }, checkpointEveryMs: 0 }
    const [undisturbed, stopped, killed] = ['undisturbed', 'stopped', 'killed'].map((name) =>
      makeShard(`${name}/000`, only, { job: slow }),
    )
    expect(await attemptUntilSignal(stopped, 'SIGTERM')).toBe(SHARD_EXIT.stopped)
    expect(await attemptUntilSignal(killed, 'SIGKILL')).toBe(null)
    for (const folder of [stopped, killed]) {
      expect(readdirSync(join(folder, 'checkpoints'))).not.toEqual([])
    }
    const codes = await Promise.all([undisturbed, stopped, killed].map((folder) => attempt(folder)))
    expect(codes).toEqual([SHARD_EXIT.done, SHARD_EXIT.done, SHARD_EXIT.done])
    const expected = resultsOf(eventsOf(undisturbed))
    expect(expected.size).toBe(20)
    for (const folder of [stopped, killed]) {
      expect(resultsOf(eventsOf(folder))).toEqual(expected)
      expect(eventsOf(folder).filter(({ kind }) => kind === 'fitFinished')).toHaveLength(20)
    }
  })

  test('trains again what a damaged file of events no longer says', async () => {
    const folder = makeShard('damaged/000', fits)
    expect(await attempt(folder)).toBe(SHARD_EXIT.done)
    const path = join(folder, 'events.1.bin')
    const file = readFileSync(path)
    file[file.length - 100] ^= 1
    file[file.length >> 1] ^= 1
    writeFileSync(path, file)
    expect(resultsOf(eventsOf(folder)).size).toBeLessThan(whole.size)
    expect(await attempt(folder)).toBe(SHARD_EXIT.done)
    expect(resultsOf(eventsOf(folder))).toEqual(whole)
  })

  test('trains nothing where the machine computes otherwise', async () => {
    const lower = makeShard('lower/000', fits)
    expect(await attempt(lower, { ONEDNN_MAX_CPU_ISA: 'SSE41', SLURMD_NODENAME: 'old' })).toBe(SHARD_EXIT.refused)
    expect(readAttempts(lower).at(-1)).toMatchObject({
      kind: 'refused',
      refusal: { node: 'old', error: { code: 'training/other-instructions' } },
    })
    const other = makeShard('other/000', fits)
    writeFileSync(join(root, 'other', 'canary'), 'f'.repeat(64))
    expect(await attempt(other)).toBe(SHARD_EXIT.refused)
    const program = makeShard('program/000', fits, { stamp: 'another' })
    expect(await attempt(program)).toBe(SHARD_EXIT.refused)
    const kernel = makeShard('kernel/000', fits, { job: { ...job, backend: 'kernel' } })
    expect(await attempt(kernel, { HOLDOUT_KERNEL_KIND: 'none', SLURMD_NODENAME: 'bare' })).toBe(SHARD_EXIT.refused)
    expect(readAttempts(kernel).at(-1)).toMatchObject({
      kind: 'refused',
      refusal: { node: 'bare', error: { code: 'training/no-kernel' } },
    })
    for (const folder of [lower, other, program, kernel]) expect(eventsOf(folder)).toEqual([])
  })

  test('reports a table that is not the one of the run', async () => {
    const folder = makeShard('wrong-table/000', fits, { job: { ...job, tableSha256: 'a'.repeat(64) } })
    expect(await attempt(folder)).toBe(SHARD_EXIT.failed)
    expect(eventsOf(folder)).toMatchObject([
      { kind: 'ended', end: { kind: 'failed', error: { code: 'trainer/table-damaged' } } },
    ])
  })
})

function trainedLonger(candidate: TrainerJob['candidates'][number]): TrainerJob['candidates'][number] {
  const { spec } = candidate
  return { ...candidate, spec: { ...spec, training: { ...spec.training, epochs: 60 } } }
}
