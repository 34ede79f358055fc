import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { initialRunState } from '../../core/run/runState.ts'
import { applyRunEvents } from '../../core/run/applyRunEvent.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import { TEST_BACKENDS } from '../testing/openTestBackend.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { baselineSpec, candidateOf, runTestJob, sonarJob, type JobOutcome } from '../testing/testJob.ts'

let backend: OpenBackend | OpenKernelBackend

const table = sonarTable()
const validation = { strategy: 'stratified-k-fold', folds: 2, repeats: 1, shuffle: true, testFraction: 0.25 } as const
/** So near to all rows that it is all of them. */
const ALL = 0.9999
const FRACTIONS = [0.5, ALL]
/** Small, and few steps an epoch: programs are compiled anew in every job. */
const LAYERS = baselineSpec().layers.flatMap((layer) =>
  layer.name === 'dense_2' ? [] : [layer.type === 'dense' ? { ...layer, units: 8 } : layer],
)
const SMALL = { epochs: 3, batchSize: 48, layers: LAYERS }

function job(changes = {}) {
  const candidate = candidateOf(baselineSpec(SMALL))
  return sonarJob([candidate], { validation, explain: { ranking: 'accuracy', fractions: FRACTIONS }, ...changes })
}
function pointsOf({ events }: Pick<JobOutcome, 'events'>) {
  return events.flatMap((event) =>
    event.kind === 'fitExplained'
      ? (event.explanation.learning ?? []).map((point) => ({ fit: event.fit, ...point }))
      : [],
  )
}

describe.each(TEST_BACKENDS)('%s: a learning curve', (__, open) => {
  beforeAll(async () => {
    backend = await open()
  })

  test('trains every fold on parts of its rows; a part of all rows is the run itself, bit for bit', async () => {
    const outcome = await runTestJob(job(), table, backend)
    const plain = await runTestJob(job({ explain: undefined }), table, backend)
    expect(outcome.isComplete).toBe(true)
    expect(outcome.finished).toHaveLength(2)
    const points = pointsOf(outcome)
    expect(points).toHaveLength(2 * FRACTIONS.length)
    for (const { fit, predictions, scores, preparation } of outcome.finished) {
      const own = points.filter((point) => point.fit.fold === fit.fold)
      expect(own.find(({ fraction }) => fraction === ALL)?.scores).toEqual(scores)
      expect(own.find(({ fraction }) => fraction === 0.5)?.scores).not.toEqual(scores)
      const { trainRows } = preparation
      expect(own.map((point) => point.trainRows)).toEqual(FRACTIONS.map((share) => Math.round(share * trainRows)))
      expect(plain.finished.find((one) => one.fit.fold === fit.fold)?.predictions).toEqual(predictions)
    }
  })

  test('goes on after a stop with the points that are left, and comes to the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdout-test-'))
    try {
      const whole = await runTestJob(job(), table, backend)
      let seen = 0
      const stopAtFirst = (event: RunEvent, control: { stop(): void }) => {
        if (event.kind === 'fitExplained' && ++seen === 1) control.stop()
      }
      const stopped = await runTestJob(job({ checkpointFolder: folder }), table, backend, stopAtFirst)
      expect(stopped.isComplete).toBe(false)
      const known = [
        ...stopped.finished.map(({ fit }) => fit),
        ...pointsOf(stopped).map(({ fit, fraction }) => ({ ...fit, fraction })),
      ]
      const resumed = await runTestJob(job({ checkpointFolder: folder, finished: known }), table, backend)
      expect(resumed.finished).toHaveLength(0)
      const byPlace = (points: ReturnType<typeof pointsOf>) =>
        points.toSorted((a, b) => a.fit.fold - b.fit.fold || a.fraction - b.fraction)
      expect(byPlace([...pointsOf(stopped), ...pointsOf(resumed)])).toEqual(byPlace(pointsOf(whole)))
      const state = applyRunEvents(initialRunState([{ name: 'Baseline', epochs: 3 }]), [
        ...stopped.events,
        ...resumed.events,
      ])
      expect(state.candidates[0].fits.get('0/1')?.explanation?.learning?.map(({ fraction }) => fraction)).toEqual(
        FRACTIONS,
      )
      expect(state.finishedFits).toBe(2)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('leaves out parts that early stopping could not watch, and names those that diverge', async () => {
    const earlyStopping = {
      monitor: 'loss',
      patience: 1,
      minDelta: 0,
      restoreBestWeights: true,
      validationFraction: 0.2,
    } as const
    const wild = { type: 'sgd', learningRate: 1e12, momentum: 0.9, nesterov: false } as const
    const tiny = { ranking: 'accuracy', fractions: [0.01, 0.5] }
    const watched = candidateOf(baselineSpec({ ...SMALL, earlyStopping }))
    const diverging = candidateOf(baselineSpec({ ...SMALL, optimizer: wild }), 'Wild')
    const outcome = await runTestJob(sonarJob([watched, diverging], { validation, explain: tiny }), table, backend)
    expect(outcome.isComplete).toBe(true)
    const points = pointsOf(outcome)
    expect(points.filter(({ fit }) => fit.candidate === 0).map(({ fraction }) => fraction)).toEqual([0.5, 0.5])
    expect(points.some(({ fit, scores }) => fit.candidate === 1 && scores === undefined)).toBe(true)
  })
})
