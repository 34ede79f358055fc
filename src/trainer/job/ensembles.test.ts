import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTablePredictor } from '../../core/model/predictTable.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { openModel } from '../../lab/models/openModel.ts'
import type { OpenBackend } from '../backend/openBackend.ts'
import { openTestBackend } from '../testing/openTestBackend.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { baselineSpec, candidateOf, hiddenSpec, runTestJob, sonarJob } from '../testing/testJob.ts'
import type { JobOutcome } from '../testing/testJob.ts'

let backend: OpenBackend
let folder: string
const table = sonarTable()
beforeAll(async () => {
  backend = await openTestBackend()
  folder = mkdtempSync(join(tmpdir(), 'holdout-ensembles-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const FOLDS = 4

function ensembleJob(name: string, changes: Partial<TrainerJob> = {}): TrainerJob {
  return sonarJob([candidateOf(hiddenSpec({ epochs: 3 })), candidateOf(baselineSpec({ epochs: 3 }))], {
    validation: {
      strategy: 'stratified-k-fold',
      folds: FOLDS,
      repeats: 1,
      shuffle: true,
      testFraction: 0.25,
    },
    modelFolder: join(folder, name),
    checkpointFolder: join(folder, `${name}-checkpoints`),
    hasEnsembles: true,
    ...changes,
  })
}

const textOf = (name: string, candidate = 0) => readFileSync(join(folder, name, `model-${candidate}.json`), 'utf8')
const fitsOf = ({ finished }: JobOutcome) => finished.map(({ fit }) => fit)

describe('an ensemble', () => {
  test('is the networks of the folds: each predicts its held-out rows as the run says, and the model the mean of all', async () => {
    const outcome = await runTestJob(ensembleJob('whole'), table, backend)
    expect(outcome.events.filter(({ kind }) => kind === 'finalModel')).toHaveLength(2)
    const model = await openModel(join(folder, 'whole/model-0.json'))
    expect(model.saved.holdoutModel).toBe(2)
    const members = model.trained.members.map((member) => makeTablePredictor({ ...model.trained, members: [member] }))
    expect(members).toHaveLength(FOLDS)
    for (const { fit, predictions } of outcome.finished.filter((one) => one.fit.candidate === 0)) {
      const rows = Int32Array.from(predictions.rows)
      const own = members[fit.fold](table, rows)
      predictions.values.forEach((value, at) => expect(own[at]).toBeCloseTo(value as number, 5))
    }
    const rows = Int32Array.of(0, 100, 207)
    const all = members.map((member) => member(table, rows))
    const predicted = model.predict(table, rows)
    rows.forEach((_, at) => {
      expect(predicted[at]).toBeCloseTo(all.reduce((sum, values) => sum + values[at], 0) / FOLDS, 12)
    })
    expect(model.saved.heldOutScores).toHaveLength(208)
  })

  test('comes to the same bytes after a stop', async () => {
    const job = ensembleJob('stopped')
    const first = await runTestJob(job, table, backend, (event, control) => {
      if (event.kind === 'fitFinished') control.stop()
    })
    expect(first.isComplete).toBe(false)
    expect(first.finished.length).toBeGreaterThan(0)
    await runTestJob({ ...job, finished: fitsOf(first) }, table, backend)
    expect([textOf('stopped'), textOf('stopped', 1)]).toEqual([textOf('whole'), textOf('whole', 1)])
  })

  test('trains networks again that are gone or damaged, and tells of no fit twice', async () => {
    const done = await runTestJob(ensembleJob('other'), table, backend)
    const job = ensembleJob('again', { finished: fitsOf(done) })
    const members = join(folder, 'again-checkpoints/members')
    const again = await runTestJob(job, table, backend)
    expect(again.events.map(({ kind }) => kind)).toEqual(['started', 'finalModel', 'finalModel'])
    expect([textOf('again'), textOf('again', 1)]).toEqual([textOf('whole'), textOf('whole', 1)])
    const [name] = readdirSync(members)
    writeFileSync(join(members, name), readFileSync(join(members, name), 'utf8').replace('"kind"', '"kink"'))
    await runTestJob(job, table, backend)
    expect(textOf('again')).toBe(textOf('whole'))
  })

  test('leaves out what diverged, and says so', async () => {
    const wild = hiddenSpec({
      layers: baselineSpec().layers,
      optimizer: { type: 'sgd', learningRate: 1e6, momentum: 0.9, nesterov: false },
      epochs: 30,
    })
    const job = { ...ensembleJob('wild'), candidates: [candidateOf(wild)] }
    const outcome = await runTestJob(job, table, backend)
    const diverged = outcome.events.filter(({ kind }) => kind === 'fitDiverged').length
    expect(diverged).toBeGreaterThan(0)
    const notices = outcome.events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []))
    expect(notices).toEqual([
      `The ensemble of "Hidden" has ${FOLDS - diverged} of ${FOLDS} networks: the others diverged.`,
    ])
  })

  test('does not train what diverged again when the run goes on', async () => {
    const wild = hiddenSpec({
      layers: baselineSpec().layers,
      optimizer: { type: 'sgd', learningRate: 1e6, momentum: 0.9, nesterov: false },
      epochs: 30,
    })
    const job = { ...ensembleJob('wild-again'), candidates: [candidateOf(wild)] }
    const first = await runTestJob(job, table, backend)
    const ended = first.events.flatMap((event) =>
      event.kind === 'fitDiverged' || event.kind === 'fitFinished' ? [event.fit] : [],
    )
    expect(ended).toHaveLength(FOLDS)
    let epochs = 0
    await runTestJob({ ...job, finished: ended }, table, backend, ({ kind }, control) => {
      if (kind !== 'started') return
      const goesOn = control.mayGoOn.bind(control)
      control.mayGoOn = () => {
        epochs++
        return goesOn()
      }
    })
    expect(epochs).toBe(0)
  })
})
