/** What every trainer does with a job, wherever it trains it: the same tests for each. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeTable } from '../../../core/dataset/tableFile.ts'
import { applyRunEvents } from '../../../core/run/applyRunEvent.ts'
import type { RunEnd, RunEvent } from '../../../core/run/runEvent.ts'
import { historyOf, initialRunState } from '../../../core/run/runState.ts'
import type { RunState } from '../../../core/run/runState.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'
import { tinyRun } from '../../runs/testing/tinyRun.ts'
import type { TinyRunOptions } from '../../runs/testing/tinyRun.ts'
import type { Trainer, TrainerSession } from '../trainer.ts'

/** A tiny job, its table in `folder`, pinned as jobs that leave a machine are. */
export async function tinyJob(folder: string, options: TinyRunOptions = {}): Promise<TrainerJob> {
  const { job, table } = await tinyRun({ id: 'tiny', importance: 'none', ...options })
  const bytes = encodeTable(table)
  const tableFile = join(folder, 'table')
  await writeFile(tableFile, bytes)
  return {
    ...job,
    tableFile,
    tableSha256: createHash('sha256').update(bytes).digest('hex'),
    backend: 'tensorflow',
    instructions: 'AVX2',
    threads: { intraOp: 1, interOp: 1 },
    checkpointFolder: join(folder, 'checkpoints'),
  }
}

export interface Followed {
  readonly session: TrainerSession
  readonly events: readonly RunEvent[]
  readonly state: RunState
}

/** Starts a job and folds what it reports. `onEvents` sees each batch after that. */
export function follow(
  trainer: Trainer,
  job: TrainerJob,
  onEvents: (followed: Followed) => void = () => undefined,
): { readonly ended: Promise<Followed & { readonly end: RunEnd }>; readonly session: TrainerSession } {
  const events: RunEvent[] = []
  let state = initialRunState(job.candidates.map(({ name, spec }) => ({ name, epochs: spec.training.epochs })))
  const session = trainer.start(job, (batch) => {
    events.push(...batch)
    state = applyRunEvents(state, batch)
    onEvents({ session, events, state })
  })
  return { session, ended: session.ended.then((end) => ({ session, events, state, end })) }
}

/** What the fits of a state came to, without times. */
export function fitResults(state: RunState): unknown {
  return state.candidates.map(({ fits }) =>
    [...fits.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, fit]) => ({ ...fit, seconds: 0, history: historyOf(fit) })),
  )
}

/** Runs the tests on the trainer that `make` makes in a folder of its own. */
export function describeTrainer(name: string, make: (folder: string) => Trainer): void {
  describe(name, { timeout: 240_000 }, () => {
    let folder: string
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'holdout-contract-'))
    })
    afterEach(() => rm(folder, { recursive: true, force: true }))

    it('reports every fit, and then the end', async () => {
      const job = await tinyJob(folder)
      const { end, state, events } = await follow(make(folder), job).ended
      expect(end).toEqual({ kind: 'finished' })
      expect(state).toMatchObject({ plannedFits: 6, finishedFits: 6, backend: { instructions: 'AVX2' } })
      expect(events.filter(({ kind }) => kind === 'started')).toHaveLength(1)
      expect(events.some(({ kind }) => kind === 'ended')).toBe(false)
      const [fit] = state.candidates[0].fits.values()
      expect(historyOf(fit)['loss']).toHaveLength(20)
    })

    it('leaves out what is finished', async () => {
      const job = await tinyJob(folder)
      const finished = [{ candidate: 0, repeat: 0, fold: 1 }]
      const { end, state } = await follow(make(folder), { ...job, finished }).ended
      expect(end).toEqual({ kind: 'finished' })
      expect(state.finishedFits).toBe(5)
    })

    it('stops when asked, and goes on to the same bits', async () => {
      const job = await tinyJob(folder, { epochs: 300 })
      const trainer = make(folder)
      const stopped = await follow(trainer, job, ({ session, state }) => {
        if (state.status === 'running') session.stop()
      }).ended
      expect(stopped.end).toEqual({ kind: 'stopped' })
      expect(stopped.state.finishedFits).toBeLessThan(6)
      const resumed = await follow(trainer, { ...job, finished: finishedIn(stopped.state) }).ended
      expect(resumed.end).toEqual({ kind: 'finished' })
      const other = { ...job, runId: 'whole', checkpointFolder: join(folder, 'other') }
      const { state } = await follow(trainer, other).ended
      const before = stopped.events.filter(({ kind }) => kind === 'fitFinished')
      expect(fitResults(applyRunEvents(resumed.state, before))).toEqual(fitResults(state))
    })

    it('holds while it is paused', async () => {
      const job = await tinyJob(folder, { epochs: 100 })
      const { session, ended } = follow(make(folder), job)
      session.pause()
      session.resume()
      expect((await ended).end).toEqual({ kind: 'finished' })
    })

    it('ends at once when it is killed', async () => {
      const job = await tinyJob(folder, { epochs: 5000 })
      const { end } = await follow(make(folder), job, ({ session }) => {
        session.kill()
      }).ended
      expect(end).toEqual({ kind: 'stopped' })
    })

    it('reports a table that is not the one of the run as a failure', async () => {
      const job = await tinyJob(folder)
      await writeFile(job.tableFile, 'another table')
      const { end } = await follow(make(folder), job).ended
      expect(end).toMatchObject({ kind: 'failed', error: { code: 'trainer/table-damaged' } })
    })
  })
}

function finishedIn({ candidates }: RunState): TrainerJob['finished'] {
  return candidates.flatMap(({ fits }) =>
    [...fits.values()].flatMap(({ key, status }) => (status === 'finished' ? [key] : [])),
  )
}
