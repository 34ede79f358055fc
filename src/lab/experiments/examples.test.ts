import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Candidate } from '../../core/model/modelSpec.ts'
import { openModel } from '../models/openModel.ts'
import { predictCsv } from '../models/predictCsv.ts'
import type { PredictedRow } from '../models/predictedRow.ts'
import { ChildProcessTrainer } from '../trainers/childProcessTrainer.ts'
import { prepareRun, type PreparedRun } from './prepareRun.ts'
import { readExperimentFile } from './readExperimentFile.ts'
import { runExperiment } from './runExperiment.ts'

const EXAMPLES = fileURLToPath(new URL('../../../resources/examples/', import.meta.url))
const SAMPLES = fileURLToPath(new URL('../../../resources/samples/', import.meta.url))
const NAMES = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'))
const EPOCHS = 2

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-examples-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function prepared(name: string): Promise<PreparedRun> {
  return prepareRun(await readExperimentFile(join(EXAMPLES, name)))
}

function brief(candidate: Candidate): Candidate {
  const training = { ...candidate.spec.training, epochs: EPOCHS }
  return { ...candidate, spec: { ...candidate.spec, training } }
}

/** The same run with two epochs per fit and without reference models. */
function shortened({ job: { references: _, ...job }, context, ...rest }: PreparedRun): PreparedRun {
  const candidates = job.candidates.map(brief)
  const experiment = { ...context.experiment, candidates }
  return { ...rest, job: { ...job, candidates }, context: { ...context, experiment } }
}

describe('every example', () => {
  it('is there: all tasks, missing cells, categories, sweeps, nesting and early stopping', async () => {
    const all = await Promise.all(NAMES.map(prepared))
    expect(new Set(all.map(({ job }) => job.task))).toEqual(new Set(['binary', 'multiclass', 'regression']))
    const columns = all.flatMap(({ table }) => table.features)
    expect(columns.some((column) => column.kind === 'category')).toBe(true)
    expect(columns.some((column) => column.kind === 'number' && column.values.some(Number.isNaN))).toBe(true)
    const candidates = all.flatMap(({ job }) => job.candidates)
    expect(candidates.some(({ hyperparameters }) => Object.keys(hyperparameters).length > 1)).toBe(true)
    expect(candidates.some(({ spec }) => spec.training.earlyStopping && spec.training.classWeight)).toBe(true)
    expect(all.some(({ job }) => job.validation.strategy === 'nested')).toBe(true)
    expect(all.some(({ context }) => context.experiment.finalModel)).toBe(true)
  })

  it.each(NAMES)('%s begins with what it is about', (name) => {
    expect(readFileSync(join(EXAMPLES, name), 'utf8')).toMatch(/^# \S[^]*?[.?]\n/)
  })

  it.each(NAMES)(
    '%s trains',
    async (name) => {
      const run = shortened(await prepared(name))
      const modelFolder = join(folder, name)
      const wantsModels = run.context.experiment.finalModel
      const handle = await runExperiment(run, {
        trainer: new ChildProcessTrainer(),
        ...(wantsModels && { modelFolder }),
      })
      const state = await handle.done
      expect(state.end).toEqual({ kind: 'finished' })
      expect(state.finishedFits).toBe(state.plannedFits)
      const fits = state.candidates.flatMap((candidate) => [...candidate.fits.values()])
      const primary = run.job.task === 'regression' ? 'rootMeanSquaredError' : 'accuracy'
      for (const { scores } of fits) expect(scores?.[primary]).toBeGreaterThanOrEqual(0)
      if (!wantsModels) return
      const model = await openModel(join(modelFolder, 'model-0.json'))
      const rows: PredictedRow[] = []
      const sink = { add: (block: readonly PredictedRow[]) => void rows.push(...block) }
      const predicted = await predictCsv(model, join(SAMPLES, 'pima-diabetes.csv'), {}, sink)
      expect(rows).toHaveLength(768)
      expect(predicted).toMatchObject({ rows: 768, imputedCells: 652, unseenCategories: 0, outsideCells: 0 })
      expect(rows.every(({ value }) => typeof value === 'number' && value > 0 && value < 1)).toBe(true)
    },
    60_000,
  )
})
