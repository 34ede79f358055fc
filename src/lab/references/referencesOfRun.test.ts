import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunDocument } from '../../core/run/runDocument.ts'
import { compareCandidates } from '../runs/history/compareCandidates.ts'
import { extendRun } from '../runs/replay/extendRun.ts'
import { verifyRun } from '../runs/replay/verifyRun.ts'
import { markInterrupted } from '../runs/store/interruptedRuns.ts'
import { loadDocument } from '../runs/store/loadDocument.ts'
import { storeRun } from '../runs/store/storeRun.ts'
import { resultsOf } from '../runs/testing/sameResults.ts'
import { tinyRun } from '../runs/testing/tinyRun.ts'
import { startRecordedRun } from '../runs/training/recordedRun.ts'
import { ChildProcessTrainer } from '../trainers/childProcessTrainer.ts'
import { Workspace } from '../workspace/workspace.ts'

const RUN = { id: 'referenced', epochs: 2, references: '[dummy, linear, neighbours]' }
const DRIVER = fileURLToPath(new URL('../runs/testing/driveRun.ts', import.meta.url))
const trainer = new ChildProcessTrainer()
let folder: string
let workspace: Workspace

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-references-'))
  workspace = await Workspace.open({ folder: join(folder, 'w'), access: 'write' })
})
afterEach(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

/** A program in the place of the one that fits reference models: ends `dummy`, then does as these lines say. */
async function program(lines: string): Promise<string> {
  const path = join(folder, 'references.mjs')
  const fit = `(fold) => ({ repeat: 0, fold, scores: { accuracy: 0.5 }, predictions: { rows: [], values: [] }, trainRows: 32, testRows: 16, seconds: 0 })`
  await writeFile(
    path,
    `process.on('disconnect', () => process.exit())
     const tell = (...events) => process.send({ kind: 'events', events })
     process.on('message', ({ kind }) => {
       if (kind === 'references') tell({ kind: 'referenceEnded', reference: 'dummy', end: { kind: 'finished' }, fits: [0, 1, 2].map(${fit}), seconds: 0, atMs: 0 })
       ${lines}
     })`,
  )
  return path
}

async function train(id = RUN.id, by = trainer): Promise<RunDocument> {
  const { end } = await (await startRecordedRun(workspace, id, { trainer: by })).done
  expect(end).toEqual({ kind: 'finished' })
  return loadDocument(workspace, id)
}

function statuses({ references = [] }: RunDocument) {
  return Object.fromEntries(references.map(({ kind, status }) => [kind, status]))
}

function withoutTimes({ references, ...document }: RunDocument) {
  return { ...(resultsOf(document) as object), references: references?.map(({ metrics }) => metrics) }
}

const ALL_FINISHED = { dummy: 'finished', linear: 'finished', neighbours: 'finished' }

describe('reference models of a run', { timeout: 120_000 }, () => {
  it('are kept with it, compared with the best network, and fitted to the same bits again', async () => {
    await storeRun(workspace, await tinyRun(RUN))
    const document = await train()
    expect(statuses(document)).toEqual(ALL_FINISHED)
    const [dummy] = document.references ?? []
    expect(dummy).toMatchObject({ name: 'Class shares', kind: 'dummy', metrics: { accuracy: { mean: 0.5 } } })
    expect(dummy.metrics['accuracy'].folds).toHaveLength(3)
    const pairs = document.comparisons.filter(({ reference }) => reference !== undefined)
    expect(pairs.map(({ reference }) => reference)).toEqual(['dummy', 'linear', 'neighbours'])
    expect(new Set(pairs.map(({ first }) => first)).size).toBe(1)
    expect(document.models.map(({ name }) => name)).toContain(pairs[0].first)
    const beside = await compareCandidates(workspace, [`${RUN.id}/0`, `${RUN.id}/1`])
    expect(beside.references.map(({ kind, runId }) => [kind, runId])).toEqual([
      ['dummy', RUN.id],
      ['linear', RUN.id],
      ['neighbours', RUN.id],
    ])
    expect(beside.references[0].metrics['accuracy'].mean).toBe(0.5)
    expect(beside.references[0].comparison).toMatchObject({ second: 'Class shares', reference: 'dummy' })
    const verification = await verifyRun(workspace, RUN.id, { trainer })
    expect(verification).toMatchObject({ isIdentical: true, fits: 15, identical: 15 })
    workspace.database.run(
      `UPDATE referenceFits SET scores = json_set(scores, '$.accuracy', 0.123) WHERE fold = 1 AND reference IN (SELECT id FROM runReferences WHERE kind = 'linear')`,
    )
    const { differences } = await verifyRun(workspace, RUN.id, { trainer })
    expect(differences).toMatchObject([{ model: 'Logistic regression', fold: 1, what: 'score', stored: 0.123 }])
  })

  it('stay out of what ranks and of what is reused', async () => {
    await storeRun(workspace, await tinyRun(RUN))
    await train()
    const candidates = workspace.database.all('SELECT name FROM candidates')
    expect(candidates).toHaveLength(2)
    const extended = await extendRun(workspace, RUN.id, { repeats: 2 })
    expect(extended.reused).toBe(6)
    expect(statuses(await train(extended.runId))).toEqual(ALL_FINISHED)
  })

  it('killed while they are fitted leave the networks whole, and say so', async () => {
    const referenceProgram = await program(`if (kind === 'budget') process.kill(process.pid, 'SIGKILL')`)
    await storeRun(workspace, await tinyRun(RUN))
    const document = await train(RUN.id, new ChildProcessTrainer({ referenceProgram }))
    expect(document.models.map(({ fits }) => fits)).toEqual([3, 3])
    expect(statuses(document)).toEqual({ dummy: 'finished', linear: 'failed', neighbours: 'failed' })
    expect(document.references?.[1].reason).toContain('was ended by SIGKILL')
  })

  it('killed with the whole program are found interrupted, and are fitted when the run goes on', async () => {
    await workspace.shutdown()
    // The first reference model is stored by then, however fast the networks are.
    const referenceProgram = await program(
      `if (kind === 'budget') setTimeout(() => process.kill(process.ppid, 'SIGKILL'), 1500)`,
    )
    const options = { folder: join(folder, 'w'), trainer: 'real', run: RUN, referenceProgram }
    const child = spawn(process.execPath, [DRIVER, JSON.stringify(options)], { stdio: 'ignore' })
    const signal = await new Promise((resolve) => child.once('close', (_, by) => resolve(by)))
    expect(signal).toBe('SIGKILL')
    workspace = await Workspace.open({ folder: join(folder, 'w'), access: 'write' })
    expect(markInterrupted(workspace)).toEqual([RUN.id])
    const cut = await loadDocument(workspace, RUN.id)
    expect(cut.models.map(({ fits }) => fits)).toEqual([3, 3])
    expect(statuses(cut)).toEqual({ dummy: 'finished', linear: 'interrupted', neighbours: 'interrupted' })
    const resumed = await train()
    expect(statuses(resumed)).toEqual(ALL_FINISHED)
    await storeRun(workspace, await tinyRun({ ...RUN, id: 'undisturbed' }))
    const whole = await train('undisturbed')
    expect(withoutTimes(resumed).references?.slice(1)).toEqual(withoutTimes(whole).references?.slice(1))
  })
})
