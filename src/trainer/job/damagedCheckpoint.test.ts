import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { OpenBackend } from '../backend/openBackend.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import type { BlockCheckpoint } from '../group/blockJob.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { candidateOf, hiddenSpec, runTestJob, sonarJob, type JobOutcome } from '../testing/testJob.ts'
import { BlockStore } from './blockStore.ts'

let backend: OpenBackend
let folder: string
const table = sonarTable()
beforeAll(async () => {
  backend = await openTestBackend()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdout-checkpoint-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const job = (changes = {}) => sonarJob([candidateOf(hiddenSpec())], { checkpointFolder: folder, ...changes })

/** Everything the fits came to, without times. */
function results({ finished }: JobOutcome): readonly unknown[] {
  return finished
    .map(({ fit, history, predictions, scores }) => ({ fold: fit.fold, history, predictions, scores }))
    .sort((a, b) => a.fold - b.fold)
}

function notices({ events }: JobOutcome): string[] {
  return events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []))
}

/** For machines that are slow or busy: a dozen runs. */
const PATIENCE = { timeout: 120_000 }

const canMount = process.platform === 'linux' && process.getuid?.() === 0

describe('a checkpoint', () => {
  test.runIf(canMount)('that a nearly full disk does not take whole leaves the one before', ({ skip }) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' })
    } catch {
      skip('no file system can be mounted here')
    }
    try {
      const fit = { key: { candidate: 0, repeat: 0, fold: 0 } } as FitPlan
      const store = new BlockStore(folder)
      const checkpointOf = (bytes: number) =>
        ({ epoch: 1, lanes: [new Uint8Array(bytes)] }) as unknown as BlockCheckpoint
      store.write([fit], checkpointOf(100_000))
      expect(() => store.write([fit], checkpointOf(200_000))).toThrow(expect.objectContaining({ code: 'ENOSPC' }))
      expect(store.read([fit])).toEqual(checkpointOf(100_000))
      expect(readdirSync(folder)).toHaveLength(1)
    } finally {
      execFileSync('umount', [folder])
    }
  })

  test('that is damaged anywhere is named, its fits begin anew and come to the same bits', PATIENCE, async () => {
    const whole = results(await runTestJob(sonarJob([candidateOf(hiddenSpec())]), table, backend))
    const stopEarly = (event: RunEvent, control: { stop(): void }) => {
      if (event.kind === 'epochs' && event.fromEpoch === 1) control.stop()
    }
    await runTestJob(job(), table, backend, stopEarly)
    const [name] = readdirSync(folder)
    const bytes = readFileSync(join(folder, name))
    const places = [0, 9, 13, 40, 0.3, 0.5, 0.7, 0.99].map((at) => (at < 1 ? Math.floor(at * bytes.length) : at))
    for (const at of [0, ...places]) {
      writeFileSync(join(folder, name), bytes.with(at, bytes[at] ^ 16))
      const resumed = await runTestJob(job(), table, backend)
      expect(notices(resumed), `byte ${String(at)}`).toEqual([expect.stringContaining('A checkpoint was damaged')])
      expect(results(resumed)).toEqual(whole)
    }
    writeFileSync(join(folder, name), bytes.subarray(0, bytes.length - 100))
    expect(notices(await runTestJob(job(), table, backend))).toHaveLength(1)
    writeFileSync(join(folder, name), bytes)
    const resumed = await runTestJob(job(), table, backend)
    expect(notices(resumed)).toEqual([])
    expect(results(resumed)).toEqual(whole)
  })
})
