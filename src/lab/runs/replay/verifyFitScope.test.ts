import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeTarget, type EncodedTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { fingerprintOf } from '../../../core/preprocessing/fingerprint.ts'
import { fitPreprocessing } from '../../../core/preprocessing/fitPreprocessing.ts'
import type { RunEvent } from '../../../core/run/runEvent.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'
import { trainingScope } from '../../../core/run/trainingScope.ts'
import { type TrainingScope } from '../../../core/run/trainedScope.ts'
import { makeSplits } from '../../../core/split/makeSplits.ts'
import type { Split } from '../../../core/split/split.ts'
import { splitRowsOf } from '../../../core/split/splitRowsOf.ts'
import { ChildProcessTrainer } from '../../trainers/childProcessTrainer.ts'
import { FakeTrainer } from '../../trainers/fakeTrainer.ts'
import type { RunEventsHandler, Trainer, TrainerSession } from '../../trainers/trainer.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { storeRun } from '../store/storeRun.ts'
import { tinyExperiment, tinyRun, tinyTable } from '../testing/tinyRun.ts'
import { startRecordedRun } from '../training/recordedRun.ts'
import { fitScopeAside } from './fitScopeAside.ts'
import { verifyFitScope } from './verifyFitScope.ts'

const RUN = { id: 'scoped', epochs: 2, units: [4] }
let folder: string
let workspace: Workspace

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-scope-'))
  workspace = await Workspace.open({ folder, access: 'write' })
})
afterEach(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

/** Says that it has fitted the preprocessing of each fold on the rows that `rowsOf` gives. */
class ScalingTrainer implements Trainer {
  readonly #rowsOf: (split: Split) => Int32Array

  readonly #scopeOf: ((split: Split, target: EncodedTarget) => TrainingScope) | undefined

  constructor(rowsOf: (split: Split) => Int32Array, scopeOf?: (split: Split, target: EncodedTarget) => TrainingScope) {
    this.#rowsOf = rowsOf
    this.#scopeOf = scopeOf
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    const table = tinyTable()
    const splits = makeSplits(job.validation as never, splitRowsOf(table, encodeTarget(table)), job.seed)
    const prepared = (event: RunEvent): RunEvent => {
      if (event.kind !== 'fitFinished') return event
      const split = splits[event.fit.fold]
      const fitted = fitPreprocessing(table, job.preprocessing, this.#rowsOf(split))
      const preparation = {
        ...event.preparation,
        trainRows: split.train.length,
        testRows: split.test.length,
        fingerprint: fingerprintOf(split.train, fitted),
        ...(this.#scopeOf && { training: this.#scopeOf(split, encodeTarget(table)) }),
      }
      return { ...event, preparation }
    }
    return new FakeTrainer({ rows: 48 }).start(job, (events) => onEvents(events.map(prepared)))
  }
}

async function proofOf(rowsOf: (split: Split) => Int32Array) {
  await storeRun(workspace, await tinyRun(RUN))
  await (
    await startRecordedRun(workspace, RUN.id, { trainer: new ScalingTrainer(rowsOf) })
  ).done
  return verifyFitScope(workspace, RUN.id)
}

describe('the proof that no held-out row took part', () => {
  it('holds where the preprocessing was fitted on training rows, with the numbers of each fold', async () => {
    const proof = await proofOf(({ train }) => train)
    expect(proof).toMatchObject({ isClean: true, fits: 3, problems: [] })
    expect(proof.splits.map(({ trainRows, testRows }) => [trainRows, testRows])).toEqual([
      [32, 16],
      [32, 16],
      [32, 16],
    ])
    const centers = proof.splits.map(({ fitted: { columns } }) => columns[0].kind === 'number' && columns[0].center)
    expect(new Set(centers).size).toBe(3)
  })

  it('is made on a thread too, as the page shows it, with the numbers of each column over folds', async () => {
    await proofOf(({ train }) => train)
    const table = await fitScopeAside({ folder, runId: RUN.id })
    expect(table).toMatchObject({ isClean: true, fits: 3, problems: [], thresholds: [] })
    expect(table.splits.map(({ trainRows, testRows }) => [trainRows, testRows])).toEqual([
      [32, 16],
      [32, 16],
      [32, 16],
    ])
    const { splits } = await verifyFitScope(workspace, RUN.id)
    const centers = splits.map(({ fitted: { columns } }) => columns[0].kind === 'number' && columns[0].center)
    expect(table.learned.columns[0]).toMatchObject({ kind: 'number', name: 'x0', center: centers })
    await expect(fitScopeAside({ folder, runId: 'unknown' })).rejects.toMatchObject({ code: 'workspace/no-such-run' })
  })

  it('finds a build that scales before it splits', async () => {
    const proof = await proofOf(() => Int32Array.from({ length: 48 }, (_, row) => row))
    expect(proof.isClean).toBe(false)
    expect(proof.problems).toHaveLength(3)
    expect(proof.problems[0]).toMatchObject({ model: 'Model 4', repeat: 0, fold: 0 })
    expect(proof.problems[0].message).toMatch(/fitted on the held-out rows too|fitted on all rows/)
  })

  it('finds a single held-out row, though it cannot name it', async () => {
    const proof = await proofOf(({ train, test }) => Int32Array.from([...train, test[0]]))
    expect(proof.problems[0].message).toContain('learned other numbers than the training rows give')
  })

  it('covers class weights and the rows that early stopping watches, of the real trainer', async () => {
    const text = tinyExperiment(RUN).replace(
      'batchSize: 8',
      'batchSize: 8, classWeight: balanced, earlyStopping: { patience: 2, validationFraction: 0.25 }',
    )
    await storeRun(workspace, await tinyRun({ ...RUN, text }))
    await (
      await startRecordedRun(workspace, RUN.id, { trainer: new ChildProcessTrainer() })
    ).done
    const proof = await verifyFitScope(workspace, RUN.id)
    expect(proof).toMatchObject({ isClean: true, fits: 3, problems: [] })
    expect(proof.trainings.map(({ training: { trainedRows, watchedRows } }) => [trainedRows, watchedRows])).toEqual([
      [24, 8],
      [24, 8],
      [24, 8],
    ])
    expect(proof.trainings[0].training.classWeights).toEqual([1, 1])
  })

  it.each([
    [
      'counts class weights on all rows',
      ({ train }: Split, target: EncodedTarget) => {
        const all = Int32Array.from({ length: 48 }, (_, row) => row)
        const honest = trainingScope({ train }, target, { classWeight: 'balanced' })
        return {
          ...honest,
          ...trainingScope({ train: all.subarray(0, 47) }, target, { classWeight: 'balanced' }),
          trainedRows: 32,
        }
      },
      'class weights are not those of its training rows',
    ],
    [
      'watches a held-out row',
      ({ train, test }: Split, target: EncodedTarget) =>
        trainingScope({ train: train.with(0, test[0]) }, target, { classWeight: 'balanced' }),
      'other rows',
    ],
    [
      'watches too many rows',
      ({ train, test }: Split, target: EncodedTarget) =>
        trainingScope({ train, monitor: test }, target, { classWeight: 'balanced' }),
      'expected 32 and 0 of the training rows',
    ],
  ])('finds a build that %s', async (_, scopeOf, message) => {
    const text = tinyExperiment(RUN).replace('batchSize: 8', 'batchSize: 8, classWeight: balanced')
    await storeRun(workspace, await tinyRun({ ...RUN, text }))
    const trainer = new ScalingTrainer(({ train }) => train, scopeOf)
    await (
      await startRecordedRun(workspace, RUN.id, { trainer })
    ).done
    const proof = await verifyFitScope(workspace, RUN.id)
    expect(proof.problems).toHaveLength(3)
    expect(proof.problems[0].message).toContain(message)
  })
})
