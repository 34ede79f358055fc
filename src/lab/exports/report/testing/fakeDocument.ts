import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildRunDocument } from '../../../../core/run/buildRunDocument.ts'
import type { RunDocument } from '../../../../core/run/runDocument.ts'
import type { RunState } from '../../../../core/run/runState.ts'
import { prepareRun } from '../../../experiments/prepareRun.ts'
import type { PreparedRun } from '../../../experiments/prepareRun.ts'
import { readExperimentFile } from '../../../experiments/readExperimentFile.ts'
import { runExperiment } from '../../../experiments/runExperiment.ts'
import { FakeTrainer } from '../../../trainers/fakeTrainer.ts'
import type { FakeTrainerOptions } from '../../../trainers/fakeTrainer.ts'

/** Names as an attacker would choose them. */
export const HOSTILE = `<script>alert("1")</script>'&amp;</title>|\`*_[x](javascript:1)`

/** What a run left behind. */
export interface FakeRun {
  readonly prepared: PreparedRun
  readonly state: RunState
  readonly document: RunDocument
}

/** A run of made-up numbers over an experiment of these models on a small table. */
export async function fakeRun(
  options: {
    readonly name?: string
    readonly models?: readonly string[]
    readonly classes?: readonly [string, string]
    readonly trainer?: FakeTrainerOptions
  } = {},
): Promise<FakeRun> {
  const { name = 'Plain', models = ['Baseline', 'Visible', 'Hidden'], classes = ['a', 'b'], trainer = {} } = options
  const folder = await mkdtemp(join(tmpdir(), 'holdout-fake-'))
  try {
    const rows = Array.from(
      { length: 30 },
      (_, row) => `${String(row % 7)},${String((row * 13) % 11)},${quoted(classes[row % 2])}`,
    )
    await writeFile(join(folder, 'data.csv'), `x,y,class\n${rows.join('\n')}\n`)
    const file = join(folder, 'experiment.json')
    await writeFile(file, JSON.stringify(experiment(name, models)))
    const prepared = await prepareRun(await readExperimentFile(file), {
      runId: 'run-1',
      now: () => new Date('2026-01-02T03:04:05Z'),
    })
    const handle = await runExperiment(prepared, { trainer: new FakeTrainer({ rows: 30, ...trainer }), folder })
    const state = await handle.done
    return { prepared, state, document: buildRunDocument(state, prepared.context, { histories: true }) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function experiment(name: string, models: readonly string[]): object {
  const layers = [{ type: 'dense', units: 4, activation: 'relu' }, { type: 'output' }]
  return {
    holdout: 1,
    name,
    dataset: { file: 'data.csv', target: 'class' },
    validation: { strategy: 'stratified-k-fold', folds: 5 },
    training: { epochs: 40, batchSize: 8 },
    models: models.map((model) => ({ name: model, layers })),
  }
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}
