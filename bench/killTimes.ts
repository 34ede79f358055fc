/**
 * Kills a run a hundred times, each time at another moment of its life: the lab's process, the trainer, or both at once.
 * After each, nothing that was finished may be missing, and the resumed run must end with the same bits.
 *
 *   node bench/killTimes.ts [--times 100]
 *
 * Prints one JSON document; exit code 1 where anything was lost or differs.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { loadDocument } from '../src/lab/runs/loadDocument.ts'
import type { DriveOptions } from '../src/lab/runs/testing/driveRun.ts'
import { resultsOf } from '../src/lab/runs/testing/sameResults.ts'
import { isSound } from '../src/lab/workspace/integrity.ts'
import { Workspace } from '../src/lab/workspace/workspace.ts'

const { values } = parseArgs({ options: { times: { type: 'string' } } })
const TIMES = Number(values.times ?? 100)
const DRIVER = fileURLToPath(new URL('../src/lab/runs/testing/driveRun.ts', import.meta.url))
const RUN: DriveOptions['run'] = { id: 'killed', epochs: 700, units: [4, 5, 6], checkpointEveryMs: 100 }
const VICTIMS = ['lab', 'trainer', 'both'] as const
/** Beyond the length of an undisturbed run, so that some kills come after its end. */
const LONGEST = 1.05

const folder = await mkdtemp(join(tmpdir(), 'holdout-kills-'))
const counts = { kills: 0, lab: 0, trainer: 0, both: 0, labEndedByItself: 0, withCheckpoint: 0, withFinishedFits: 0 }
const losses: string[] = []
try {
  const begun = performance.now()
  await drive(join(folder, 'whole'))
  const lifeMs = performance.now() - begun
  const whole = await resultsIn(join(folder, 'whole'))
  for (let time = 0; time < TIMES; time += 1) await killOnce(time, lifeMs, whole)
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.stdout.write(`${JSON.stringify({ ...counts, lostOrDifferent: losses }, null, 2)}\n`)
process.exitCode = losses.length === 0 ? 0 : 1

async function killOnce(time: number, lifeMs: number, whole: unknown): Promise<void> {
  const path = join(folder, String(time))
  const afterMs = spread(time) * lifeMs * LONGEST
  const victim = VICTIMS[time % VICTIMS.length]
  const told = await drive(path, { victim, afterMs })
  counts.kills += 1
  counts[victim] += 1
  if (told.isOver) counts.labEndedByItself += 1
  const before = await lookInto(path)
  counts.withCheckpoint += before.hasCheckpoint ? 1 : 0
  counts.withFinishedFits += before.fits > 0 ? 1 : 0
  const isMissing = before.fits < told.fits
  await drive(path)
  const isSame = isDeepStrictEqual(await resultsIn(path), whole)
  if (isMissing || !before.isSound || !isSame)
    losses.push(`${victim} at ${afterMs.toFixed(0)} ms: ${JSON.stringify({ ...before, told, isSame })}`)
  await rm(path, { recursive: true, force: true })
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
