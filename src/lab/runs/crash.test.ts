import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ChildProcessTrainer } from '../trainers/childProcessTrainer.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import type { Trainer } from '../trainers/trainer.ts'
import { isSound } from '../workspace/integrity.ts'
import { Workspace } from '../workspace/workspace.ts'
import { tablePath } from '../workspace/workspacePaths.ts'
import { markInterrupted } from './store/interruptedRuns.ts'
import { loadDocument } from './store/loadDocument.ts'
import { startRecordedRun } from './training/recordedRun.ts'
import { storeRun } from './store/storeRun.ts'
import type { DriveOptions } from './testing/driveRun.ts'
import { resultsOf } from './testing/sameResults.ts'
import { tinyRun } from './testing/tinyRun.ts'
import type { TinyRunOptions } from './testing/tinyRun.ts'

const DRIVER = fileURLToPath(new URL('./testing/driveRun.ts', import.meta.url))
const RUN: TinyRunOptions = { id: 'crashing', epochs: 12 }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-crash-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Drive {
  readonly signal: NodeJS.Signals | null
  /** Numbers that the driver said, by what they count. */
  readonly said: Readonly<Record<string, number>>
}

/** Runs the driver; `watch` sees what it says and may kill it. */
function drive(
  options: DriveOptions,
  watch: (text: string, kill: () => void) => void = () => undefined,
): Promise<Drive> {
  const child = spawn(process.execPath, [DRIVER, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
    watch(text, () => child.kill('SIGKILL'))
  })
  return new Promise((resolve) => {
    child.once('close', (_code, signal) => {
      const lines = text
        .trim()
        .split('\n')
        .map((line) => line.split(' '))
      resolve({ signal, said: Object.fromEntries(lines.map(([what, count]) => [what, Number(count)])) })
    })
  })
}

/** Opens what a crash left, checks that it is sound, and trains the run to its end. */
async function resume(path: string, trainer: Trainer, options: TinyRunOptions) {
  const workspace = await Workspace.open({ folder: path, access: 'write' })
  try {
    expect(isSound(workspace.database)).toBe(true)
    for (const { tableHash } of workspace.database.all<{ tableHash: string }>('SELECT tableHash FROM runs'))
      expect(existsSync(tablePath(workspace.paths, tableHash))).toBe(true)
    const fits = workspace.database.get<{ count: number }>('SELECT count(*) AS count FROM fits')?.count ?? 0
    markInterrupted(workspace)
    const known = workspace.database.get('SELECT id FROM runs')
    if (!known) await storeRun(workspace, await tinyRun(options))
    const isFinished = workspace.database.get(`SELECT id FROM runs WHERE status = 'finished'`)
    if (!isFinished) await (await startRecordedRun(workspace, options.id ?? '', { trainer })).done
    const document = await loadDocument(workspace, options.id ?? '', { histories: true })
    return { fits, document }
  } finally {
    await workspace.shutdown()
  }
}

async function uninterrupted(name: string, trainer: Trainer, options: TinyRunOptions) {
  return (await resume(join(folder, name), trainer, options)).document
}

/** Each crash is a process of its own, and machines are slow or busy. */
const PATIENCE = { timeout: 240_000 }

describe('a crash at any write', PATIENCE, () => {
  it('loses nothing that was finished, and the run ends as if nothing had been', async () => {
    const whole = resultsOf(await uninterrupted('whole', new FakeTrainer({ epochsPerBatch: 5 }), RUN))
    const { said } = await drive({ folder: join(folder, 'counted'), trainer: 'fake', run: RUN })
    expect(said['writes']).toBeGreaterThan(8)
    expect(said['fits']).toBe(6)
    for (let killAt = 1; killAt <= said['writes']; killAt += 1) {
      const path = join(folder, `killed-${String(killAt)}`)
      const crashed = await drive({ folder: path, trainer: 'fake', run: RUN, killAt })
      expect(crashed.signal).toBe('SIGKILL')
      const { fits, document } = await resume(path, new FakeTrainer({ epochsPerBatch: 5 }), RUN)
      expect(fits).toBeGreaterThanOrEqual(crashed.said['fits'] ?? 0)
      expect(document.end).toEqual({ kind: 'finished' })
      expect(resultsOf(document)).toEqual(whole)
    }
  })
})

describe('kill -9 while the real trainer works', PATIENCE, () => {
  // A candidate trains for longer than its first messages (20 a second) and its first checkpoint take.
  const real: TinyRunOptions = { id: 'real', epochs: 12_000, checkpointEveryMs: 50, units: [96, 112] }
  let whole: unknown

  beforeAll(async () => {
    whole = resultsOf(await uninterrupted('real-whole', new ChildProcessTrainer(), real))
  })

  it.each([1, 2])('comes to the same bits after the lab was killed with %i candidates begun', async (begun) => {
    const path = join(folder, `real-killed-${String(begun)}`)
    // A candidate is begun once the fits of the one before are reported; events keep coming while it trains.
    const enough = `fits ${String(3 * (begun - 1))}\n`.repeat(4)
    const checkpoints = join(path, 'runs', 'real', 'checkpoints')
    const crashed = await drive({ folder: path, trainer: 'real', run: real }, (text, kill) => {
      if (text.includes(enough) && existsSync(checkpoints) && readdirSync(checkpoints).length > 0) kill()
    })
    expect(crashed.signal).toBe('SIGKILL')
    // The next candidate's first checkpoint may already lie beside, or one that was just being written.
    expect(readdirSync(checkpoints)).not.toEqual([])
    const { fits, document } = await resume(path, new ChildProcessTrainer(), real)
    expect(fits).toBeGreaterThanOrEqual(crashed.said['fits'] ?? 0)
    // What the kill left undone is what the checkpoint is for.
    expect(fits).toBeLessThan(6)
    expect(resultsOf(document)).toEqual(whole)
  })
})
