import { wordsOfChecks } from '../../core/words/checkWords.ts'
import { toErrorData } from '../../core/errors.ts'
import { parseExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { patchExperimentText } from '../../core/experiment/file/patchExperimentText.ts'
import { writeExperiment } from '../../core/experiment/file/writeExperiment.ts'
import type { LabClient } from '../contract.ts'
import type { Draft, OpenedExperiment, ReadText } from '../experiments.ts'
import type { HistoryRow } from '../history.ts'
import type { QueueEntry } from '../runs.ts'
import { DEFAULT_SETTINGS } from '../defaultSettings.ts'
import type { Settings } from '../settings.ts'
import { fakeDataset, fakeInspection, fakeSample } from './fakeDataset.ts'
import { fakeDiagnosis, fakeDiagnosticRows } from './fakeDiagnosis.ts'
import { fakeExperiment } from './fakeExperiment.ts'
import { fakePredictions } from './fakePredictions.ts'
import { FakeRun } from './fakeRun.ts'

export interface FakeLabOptions {
  /** Waited for between two messages of a stream; at once unless given. */
  readonly pace?: () => Promise<void>
}

/** A lab in memory for tests and for looking at the page: one dataset, made-up curves, real parsing. */
export function createFakeLab({ pace = () => Promise.resolve() }: FakeLabOptions = {}): LabClient {
  const runs = new Map<string, FakeRun>()
  const runOf = (runId: string): FakeRun => {
    const run = runs.get(runId)
    if (!run) throw new Error(`there is no run ${runId}`)
    return run
  }
  const answers: Answers = {
    datasets: datasetAnswers(pace),
    experiments: experimentAnswers(),
    runs: {
      start: ({ text }) => {
        const runId = `fake-${runs.size + 1}`
        runs.set(runId, new FakeRun(runId, text))
        return { runId }
      },
      queue: () => [...runs.values()].filter(({ status }) => status === 'running' || status === 'paused').map(entryOf),
      move: () => null,
      pause: ({ runId }) => setStatus(runOf(runId), 'paused'),
      resume: ({ runId }) => setStatus(runOf(runId), 'running'),
      stop: ({ runId }) => setStatus(runOf(runId), 'stopped'),
      events: ({ runId }) => runOf(runId).updates(pace),
      fitScope: () => {
        throw new Error('the fake lab has no data')
      },
      verify: async function* ({ runId }) {
        yield { kind: 'progress', progress: runOf(runId).progress }
        await pace()
        const found = { isIdentical: true, fits: 10, identical: 10, differences: [], environment: [] }
        yield { kind: 'done', verification: { run: runId, ...found, end: { kind: 'finished' } } }
      },
      extend: ({ runId }) => ({ runId, reused: 10, changes: [] }),
      document: ({ runId }) => runOf(runId).document,
    },
    history: {
      query: () => {
        const rows = [...runs.values()].flatMap(rowsOf)
        return { rows, matching: rows.length, total: rows.length, groups: [] }
      },
      fields: () => [{ field: 'metric.accuracy', kind: 'number', range: [0, 1] }],
      compare: () => ({ rows: [], differences: [], same: [], comparisons: [], references: [], notices: [] }),
      curves: () => [],
      annotate: () => null,
      delete: ({ runIds }) => {
        for (const runId of runIds) runs.delete(runId)
        return null
      },
      restore: () => null,
      estimate: () => ({ seconds: null }),
      countOnDataset: () => ({ runs: runs.size }),
    },
    diagnostics: {
      of: ({ candidates, ...request }) =>
        candidates.map((id) => fakeDiagnosis(id, `Model ${id.split('/')[1]}`, request)),
      rows: (request) => fakeDiagnosticRows(request),
      saveRows: () => ({ kind: 'cancelled' }),
      setThreshold: () => null,
      silenceCheck: () => null,
      checkWords: ({ language }) => wordsOfChecks(language),
    },
    reports: {
      preview: ({ runId }) => ({ html: `<!doctype html><title>Report</title><h1>${runOf(runId).header.name}</h1>` }),
      open: () => {
        throw new Error('the fake lab has no files')
      },
      sections: () => [{ id: 'scores', names: { en: 'Scores', 'zh-CN': '得分' } }],
      formats: () => ['html', 'md', 'json', 'csv', 'yaml'],
      save: () => ({ kind: 'cancelled' }),
    },
    exports: {
      formats: () => [
        { id: 'onnx', onPage: inBoth('onnx', 'model.onnx'), needs: 'finalModel' },
        { id: 'script', onPage: inBoth('script', 'experiment.py'), needs: 'run' },
      ],
      save: () => ({ saved: { kind: 'cancelled' }, files: [] }),
    },
    models: { list: () => [] },
    places: {
      list: () => [],
      check: () => ({}),
      plan: () => {
        throw new Error('the fake lab has no places')
      },
    },
    predictions: fakePredictions,
    settings: settingsAnswers(),
    system: systemAnswers(),
  }
  return asClient(answers)
}

type Input<P> = P extends (...rest: infer R) => unknown ? R[0] : never
type Output<P> = P extends (...rest: never[]) => Promise<infer O> ? O : never
type Answers = {
  readonly [R in keyof LabClient]: {
    readonly [P in keyof LabClient[R]]: (input: Input<LabClient[R][P]>) => Output<LabClient[R][P]> | AsyncGenerator
  }
}

/** Plain answers as procedures of a client: asynchronous, their errors rejections. */
function asClient(answers: Answers): LabClient {
  const client: Record<string, Record<string, (input: never) => Promise<unknown>>> = {}
  for (const [room, procedures] of Object.entries(answers)) {
    client[room] = {}
    for (const [name, answer] of Object.entries(procedures as Record<string, (input: never) => unknown>))
      client[room][name] = async (input) => {
        await Promise.resolve()
        return answer(input)
      }
  }
  return client as unknown as LabClient
}

function datasetAnswers(pace: () => Promise<void>): Answers['datasets'] {
  return {
    samples: () => [fakeSample],
    inspect: () => fakeInspection,
    import: async function* () {
      for (const share of [0, 0.5, 0.9]) {
        yield { kind: 'progress', stage: 'reading', share }
        await pace()
      }
      yield { kind: 'done', dataset: fakeDataset, wasKnown: false }
    },
    list: () => [fakeDataset.summary],
    get: () => fakeDataset,
    facts: () => ({ task: 'binary', features: 60, width: 60, classes: ['M', 'R'], classCounts: [111, 97], rows: 208 }),
    associations: ({ target }) => ({ target, task: 'binary', columns: [] }),
    classHistogram: () => null,
    preflight: () => [],
  }
}

function experimentAnswers(): Answers['experiments'] {
  const file = { ref: 'example:sonar-dropout', name: 'sonar-dropout.yaml' }
  const opened: OpenedExperiment = { ...readText(fakeExperiment), file, dataset: fakeDataset.summary }
  let draft: Draft | null = null
  return {
    chooseData: () => fakeDataset.summary,
    examples: () => [{ file, name: 'Dropout on Sonar', about: 'Does dropout help?', models: ['Baseline', 'Hidden'] }],
    recent: () => [],
    open: () => opened,
    create: () => ({ ...readText(fakeExperiment), dataset: fakeDataset.summary }),
    parse: ({ text }) => readText(text),
    patch: ({ text, experiment }) => readText(patchExperimentText(text, parseExperiment(text), experiment)),
    write: ({ experiment }) => readText(writeExperiment(experiment)),
    save: ({ name }) => ({ kind: 'saved', file: { ref: 'file:fake', name }, folder: '~' }),
    draft: () => draft,
    keepDraft: (input) => {
      draft = input
      return null
    },
  }
}

function settingsAnswers(): Answers['settings'] {
  let settings: Settings = DEFAULT_SETTINGS
  return {
    get: () => settings,
    set: (changes) => (settings = { ...settings, ...changes, views: { ...settings.views, ...changes.views } }),
  }
}

function systemAnswers(): Answers['system'] {
  return {
    environment: () => ({
      host: 'browser',
      version: '0.1.0',
      node: 'v24',
      platform: 'fake',
      cpu: 'fake',
      cores: 2,
      memoryBytes: 2 ** 32,
      workspace: 'in memory',
      backend: { name: 'cpu', notice: 'the fake lab trains nothing' },
      isReadOnly: false,
    }),
    events: async function* () {
      yield { kind: 'hello', host: 'browser', version: '0.1.0' }
      await Promise.resolve()
    },
    chooseFile: () => null,
  }
}

function readText(text: string): ReadText {
  try {
    return { text, experiment: parseExperiment(text), problems: [] }
  } catch (error) {
    const data = toErrorData(error)
    return { text, experiment: null, problems: data.problems ?? [data] }
  }
}

function setStatus(run: FakeRun, status: 'paused' | 'running' | 'stopped'): null {
  run.status = status
  return null
}

function entryOf({ header, status, progress }: FakeRun): QueueEntry {
  const { fraction, fitsDone, fits } = progress
  return { runId: header.runId, name: header.name, status, fraction, fitsDone, fits }
}

function rowsOf({ header, status, document }: FakeRun): HistoryRow[] {
  return document.models.map((model, candidate) => ({
    id: `${header.runId}/${candidate}`,
    runId: header.runId,
    runName: header.name,
    candidate,
    name: model.name,
    model: model.model,
    sweepSize: 1,
    hyperparameters: model.hyperparameters,
    datasetName: header.datasetName,
    task: header.task,
    status,
    startedAt: header.startedAt,
    seconds: model.seconds,
    fits: model.fits,
    failed: model.failed,
    planned: model.planned,
    parameters: model.parameters,
    primaryMetric: header.primaryMetric,
    metrics: model.metrics,
    note: '',
    tags: [],
    isStarred: false,
  }))
}

function inBoth(name: string, doc: string) {
  return { en: { name, doc }, 'zh-CN': { name, doc } }
}
