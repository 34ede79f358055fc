/**
 * Kills a run many times, each time at another moment of its life: the lab's process, the trainer, or both at once.
 * After each, nothing that was finished may be missing, and the resumed run must end with the same bits.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { loadDocument } from '../../src/lab/runs/store/loadDocument.ts'
import type { DriveOptions } from '../../src/lab/runs/testing/driveRun.ts'
import { resultsOf } from '../../src/lab/runs/testing/sameResults.ts'
import { isSound } from '../../src/lab/workspace/integrity.ts'
import { Workspace } from '../../src/lab/workspace/workspace.ts'
import type { Measurement } from '../measurement.ts'

const TIMES = 100
const DRIVER = fileURLToPath(new URL('../../src/lab/runs/testing/driveRun.ts', import.meta.url))
const RUN: DriveOptions['run'] = { id: 'killed', epochs: 700, units: [4, 5, 6], checkpointEveryMs: 100 }
const VICTIMS = ['lab', 'trainer', 'both'] as const
/** Beyond the length of an undisturbed run, so that some kills come after its end. */
const LONGEST = 1.05

/** Kills a hundred runs. Where anything was lost or differs, that is said and the program's exit code is 1. */
export async function measureKills(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-kills-'))
  const begun = performance.now()
  try {
    await drive(join(folder, 'whole'))
    const lifeMs = performance.now() - begun
    const whole = await resultsIn(join(folder, 'whole'))
    const kills: Killed[] = []
    for (let time = 0; time < TIMES; time += 1)
      kills.push(await killOnce(join(folder, String(time)), time, lifeMs, whole))
    return [summary(kills, (performance.now() - begun) / 1000)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What was found after one kill. */
interface Killed {
  readonly isOver: boolean
  readonly hasCheckpoint: boolean
  readonly hasFits: boolean
  /** What was lost or differs; absent where nothing was. */
  readonly loss: string | undefined
}

function summary(kills: readonly Killed[], seconds: number): Measurement {
  const count = (is: (killed: Killed) => boolean) => kills.filter(is).length
  const losses = kills.flatMap(({ loss }) => loss ?? [])
  for (const loss of losses) process.stderr.write(`lost or different: ${loss}\n`)
  if (losses.length > 0) process.exitCode = 1
  return {
    name: `${String(kills.length)} runs killed at as many moments and resumed`,
    seconds,
    digits: 0,
    notes: {
      'lost or different': losses.length,
      'killed with a checkpoint': count(({ hasCheckpoint }) => hasCheckpoint),
      'killed with finished fits': count(({ hasFits }) => hasFits),
      'over before the kill, or gone on without its trainer': count(({ isOver }) => isOver),
    },
  }
}

async function killOnce(path: string, time: number, lifeMs: number, whole: unknown): Promise<Killed> {
  const afterMs = spread(time) * lifeMs * LONGEST
  const victim = VICTIMS[time % VICTIMS.length]
  const told = await drive(path, { victim, afterMs })
  const before = await lookInto(path)
  await drive(path)
  const isSame = isDeepStrictEqual(await resultsIn(path), whole)
  await rm(path, { recursive: true, force: true })
  const isWell = before.fits >= told.fits && before.isSound && isSame
  const loss = `${victim} at ${afterMs.toFixed(0)} ms: ${JSON.stringify({ ...before, told, isSame })}`
  return {
    isOver: told.isOver,
    hasCheckpoint: before.hasCheckpoint,
    hasFits: before.fits > 0,
    loss: isWell ? undefined : loss,
  }
}

interface Kill {
  readonly victim: (typeof VICTIMS)[number]
  readonly afterMs: number
}

/** Trains, or goes on with, the run of a workspace; resolves to how many fits it said were stored. */
async function drive(path: string, kill?: Kill): Promise<{ readonly fits: number; readonly isOver: boolean }> {
  const options: DriveOptions = { folder: path, trainer: 'real', run: RUN }
  const child = spawn(process.execPath, [DRIVER, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  const closed = once(child, 'close')
  if (kill) await Promise.race([closed, killAfter(child.pid ?? 0, kill)])
  await closed
  const told = [...text.matchAll(/^fits (\d+)$/gm)].map(([, count]) => Number(count))
  return { fits: Math.max(0, ...told), isOver: text.includes('writes') }
}

async function killAfter(pid: number, { victim, afterMs }: Kill): Promise<void> {
  await wait(afterMs)
  const trainers = victim === 'lab' ? [] : childrenOf(pid)
  const victims = victim === 'trainer' ? trainers : [...trainers, pid]
  for (const one of victims) endNow(one)
}

function childrenOf(pid: number): readonly number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
  } catch {
    // It has none yet, or none any more.
    return []
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

async function lookInto(path: string) {
  const workspace = await Workspace.open({ folder: path, access: 'read' })
  const checkpoints = await readdir(join(path, 'runs', 'killed', 'checkpoints')).catch(() => [])
  const { database } = workspace
  const fits = database.get<{ fits: number }>('SELECT count(*) AS fits FROM fits')?.fits ?? 0
  const found = { fits, isSound: isSound(database), hasCheckpoint: checkpoints.length > 0 }
  await workspace.shutdown()
  return found
}

async function resultsIn(path: string): Promise<unknown> {
  const workspace = await Workspace.open({ folder: path, access: 'read' })
  const results = resultsOf(await loadDocument(workspace, 'killed', { histories: true }))
  await workspace.shutdown()
  return results
}

/** Numbers from 0 to 1 that are spread evenly and come in no order (golden ratio). */
function spread(index: number): number {
  return (index * 0.618033988749895) % 1
}
