import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import { TEST_BACKENDS } from '../testing/openTestBackend.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { baselineSpec, candidateOf, hiddenSpec, runTestJob, sonarJob, type JobOutcome } from '../testing/testJob.ts'

let backend: OpenBackend | OpenKernelBackend
const table = sonarTable()

/** Everything a fit came to, without its times. */
function results({ finished }: JobOutcome, candidate: number): readonly unknown[] {
  return finished
    .filter(({ fit }) => fit.candidate === candidate)
    .map(({ fit, history, predictions, scores, steps }) => ({ fold: fit.fold, history, predictions, scores, steps }))
    .sort((a, b) => a.fold - b.fold)
}

function poisoned(rows: readonly number[]): Table {
  return {
    ...table,
    features: table.features.map((column) => ({
      ...column,
      kind: 'number',
      values: (column as { values: Float64Array }).values.map((value, row) => (rows.includes(row) ? 1e6 : value)),
    })),
  }
}

describe.each(TEST_BACKENDS)('%s: a job on Sonar', (__, open) => {
  beforeAll(async () => {
    backend = await open()
  })

  test('finishes ten fits, each with its history, predictions and scores', async () => {
    const outcome = await runTestJob(sonarJob([candidateOf(hiddenSpec())]), table, backend)
    expect(outcome.isComplete).toBe(true)
    expect(outcome.finished).toHaveLength(10)
    const rows = outcome.finished.flatMap(({ predictions }) => predictions.rows)
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 208 }, (_, row) => row))
    for (const fit of outcome.finished) {
      expect(Object.keys(fit.history)).toEqual(['loss', 'accuracy', 'valLoss', 'valAccuracy'])
      expect(fit.history['loss']).toHaveLength(5)
      expect(fit.steps).toBe(60)
      expect(fit.scores['accuracy']).toBeCloseTo(fit.history['valAccuracy'].at(-1)!, 6)
    }
  })

  test('gives the same bits twice', async () => {
    const job = sonarJob([candidateOf(hiddenSpec())])
    const [first, second] = [await runTestJob(job, table, backend), await runTestJob(job, table, backend)]
    expect(results(second, 0)).toEqual(results(first, 0))
  })

  test('gives a model the same bits alone and beside others', async () => {
    const alone = await runTestJob(sonarJob([candidateOf(baselineSpec())]), table, backend)
    const beside = await runTestJob(sonarJob([candidateOf(hiddenSpec()), candidateOf(baselineSpec())]), table, backend)
    expect(results(beside, 1)).toEqual(results(alone, 0))
  })

  test('gives a candidate the same bits alone and as a lane of a sweep, whatever its neighbours', async () => {
    const rates = [0.1, 0.2, 0.5]
    const sweep = await runTestJob(
      sonarJob(rates.map((rate) => candidateOf(hiddenSpec({ rate }), `Hidden ${rate}`))),
      table,
      backend,
    )
    const alone = await runTestJob(sonarJob([candidateOf(hiddenSpec({ rate: 0.2 }))]), table, backend)
    expect(results(sweep, 1)).toEqual(results(alone, 0))
    expect(results(sweep, 0)).not.toEqual(results(alone, 0))
  })

  test.each([3, 10, 16])(
    'gives a fold the same bits whatever the number of lanes, at batches of %i',
    async (batchSize) => {
      const job = sonarJob([candidateOf(hiddenSpec({ batchSize, epochs: 3 }))])
      const all = await runTestJob(job, table, backend)
      const others = Array.from({ length: 10 }, (_, fold) => ({ candidate: 0, repeat: 0, fold })).filter(
        ({ fold }) => fold !== 4 && fold !== 9,
      )
      const two = await runTestJob({ ...job, finished: others }, table, backend)
      expect(results(two, 0)).toEqual([results(all, 0)[4], results(all, 0)[9]])
    },
  )

  test('learns nothing from held-out rows: poisoning them changes no training number', async () => {
    const job = sonarJob([candidateOf(hiddenSpec({ epochs: 2 }))])
    const clean = await runTestJob(job, table, backend)
    const heldOut = clean.finished.find(({ fit }) => fit.fold === 3)!.predictions.rows
    const spoiled = await runTestJob(job, poisoned(heldOut), backend)
    const fold = (outcome: JobOutcome) => outcome.finished.find(({ fit }) => fit.fold === 3)!
    expect(fold(spoiled).history['loss']).toEqual(fold(clean).history['loss'])
    expect(fold(spoiled).history['accuracy']).toEqual(fold(clean).history['accuracy'])
    expect(fold(spoiled).preparation.fingerprint).toBe(fold(clean).preparation.fingerprint)
    expect(fold(spoiled).history['valLoss']).not.toEqual(fold(clean).history['valLoss'])
  })

  test('names a learning rate of a million as diverged, by fold, and averages nothing in', async () => {
    const spec = hiddenSpec({
      layers: baselineSpec().layers,
      optimizer: { type: 'sgd', learningRate: 1e6, momentum: 0.9, nesterov: false },
      epochs: 30,
    })
    const outcome = await runTestJob(sonarJob([candidateOf(spec)]), table, backend)
    const diverged = outcome.events.filter((event) => event.kind === 'fitDiverged')
    expect(diverged.length + outcome.finished.length).toBe(10)
    expect(diverged.length).toBeGreaterThan(0)
    expect(diverged[0].diverged.learningRate).toBe(1e6)
    expect(diverged[0].diverged.epoch).toBeGreaterThan(0)
  })
})

describe.each(TEST_BACKENDS)('%s: lanes that end before others', (__, open) => {
  beforeAll(async () => {
    backend = await open()
  })

  test('are dropped, and those that go on keep their bits', async () => {
    const steady = baselineSpec({ epochs: 40 })
    const wild = baselineSpec({
      epochs: 40,
      optimizer: { type: 'sgd', learningRate: 1e6, momentum: 0.8, nesterov: false },
    })
    const candidates = [
      candidateOf(wild, 'one'),
      candidateOf(steady),
      candidateOf(wild, 'another'),
      candidateOf(wild, 'third'),
    ]
    const beside = await runTestJob(sonarJob(candidates), table, backend)
    const diverged = beside.events.filter((event) => event.kind === 'fitDiverged')
    // More than half of the lanes, early: the block was compacted.
    expect(diverged.length).toBeGreaterThan(20)
    expect(Math.max(...diverged.map((event) => event.diverged.epoch))).toBeLessThan(20)
    const alone = await runTestJob(sonarJob([candidateOf(steady)]), table, backend)
    expect(results(beside, 1)).toEqual(results(alone, 0))
  })
})

describe.each(TEST_BACKENDS)('%s: stopping and going on', (__, open) => {
  beforeAll(async () => {
    backend = await open()
  })

  test.each([1, 3])('comes to the same bits after a stop in epoch %i', async (epoch) => {
    const folder = mkdtempSync(join(tmpdir(), 'holdout-test-'))
    try {
      const job = sonarJob([candidateOf(hiddenSpec())], { checkpointFolder: folder })
      const stopped = await runTestJob(job, table, backend, stopAfter(epoch))
      expect(stopped.isComplete).toBe(false)
      expect(stopped.finished).toHaveLength(0)
      expect(readdirSync(folder)).toHaveLength(1)
      const resumed = await runTestJob(job, table, backend)
      expect(resumed.events.some((event) => event.kind === 'fitFinished')).toBe(true)
      const whole = await runTestJob(sonarJob([candidateOf(hiddenSpec())]), table, backend)
      expect(results(resumed, 0)).toEqual(results(whole, 0))
      expect(readdirSync(folder)).toHaveLength(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  function stopAfter(epoch: number) {
    return (event: RunEvent, control: { stop(): void }) => {
      if (event.kind === 'epochs' && event.fromEpoch + 1 === epoch) control.stop()
    }
  }
})
