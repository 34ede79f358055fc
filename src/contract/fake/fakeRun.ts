import { parseExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { resolveExperiment } from '../../core/experiment/resolve/resolveExperiment.ts'
import { modelSummary } from '../../core/model/modelSummary.ts'
import { applyRunEvents } from '../../core/run/applyRunEvent.ts'
import { buildRunDocument } from '../../core/run/buildRunDocument.ts'
import type { RunContext } from '../../core/run/buildRunDocument.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { FitKey, History, RunEvent } from '../../core/run/runEvent.ts'
import { runProgress } from '../../core/run/runProgress.ts'
import { initialRunState } from '../../core/run/runState.ts'
import type { RunState } from '../../core/run/runState.ts'
import type { RunHeader, RunStatus, RunUpdate } from '../runs.ts'
import { fakeDataset } from './fakeDataset.ts'

const FOLDS = 10
const EPOCHS_AT_ONCE = 5

/** A run of the fake lab: made-up curves that look like training. */
export class FakeRun {
  readonly header: RunHeader
  status: RunStatus = 'running'
  readonly #context: RunContext
  #state: RunState

  constructor(runId: string, text: string) {
    this.#context = contextOf(runId, text)
    this.header = headerOf(this.#context)
    this.#state = initialRunState(this.header.candidates)
  }

  get document(): RunDocument {
    return buildRunDocument(this.#state, this.#context, { histories: true })
  }

  get progress(): ReturnType<typeof runProgress> {
    return runProgress(this.#state)
  }

  /** Trains while it is read. */
  async *updates(pace: () => Promise<void>): AsyncGenerator<RunUpdate, void> {
    yield { kind: 'begin', header: this.header, status: this.status }
    for (const events of eventBatches(this.header)) {
      while (this.status === 'paused') await pace()
      if (this.status === 'stopped') break
      this.#state = applyRunEvents(this.#state, events)
      yield { kind: 'events', events }
      yield { kind: 'progress', status: this.status, progress: this.progress, isCaughtUp: true }
      await pace()
    }
    if (this.status !== 'stopped') this.status = 'finished'
    const end = this.status === 'stopped' ? ({ kind: 'stopped' } as const) : ({ kind: 'finished' } as const)
    this.#state = applyRunEvents(this.#state, [{ kind: 'ended', end, atMs: this.#state.atMs }])
    yield { kind: 'end', status: this.status, end }
  }
}

function contextOf(runId: string, text: string): RunContext {
  const facts = { task: 'binary', features: 60, classes: ['M', 'R'], rows: 208 } as const
  const experiment = resolveExperiment(parseExperiment(text), facts)
  return {
    runId,
    experiment,
    experimentText: text,
    dataset: {
      rows: 208,
      features: 60,
      target: 'V61',
      classes: ['M', 'R'],
      classCounts: [111, 97],
      sha256: 'f'.repeat(64),
    },
    ledger: [],
    parameters: experiment.candidates.map(({ spec }) => modelSummary(spec, 60).trainableParameters),
    startedAt: '2026-01-31T09:45:01.000Z',
    environment: { holdout: '0.1.0', node: 'v24', platform: 'fake', cpu: 'fake', cores: 2, memoryBytes: 2 ** 32 },
  }
}

function headerOf({ runId, experiment, experimentText, parameters, startedAt }: RunContext): RunHeader {
  return {
    runId,
    name: experiment.name,
    task: experiment.task,
    datasetId: fakeDataset.summary.id,
    datasetName: fakeDataset.summary.name,
    rows: 208,
    classes: ['M', 'R'],
    classCounts: [111, 97],
    validation: experiment.validation,
    candidates: experiment.candidates.map(({ name, model, hyperparameters, spec }, index) => ({
      name,
      model,
      hyperparameters,
      parameters: parameters[index],
      epochs: spec.training.epochs,
    })),
    primaryMetric: 'accuracy',
    experiment: experimentText,
    startedAt,
    stride: 1,
  }
}

function* eventBatches({ candidates }: RunHeader): Generator<readonly RunEvent[]> {
  const threads = { intraOp: 1, interOp: 2 }
  const backend = { name: 'cpu', version: 'fake', program: 'eager', threads } as const
  yield [{ kind: 'started', backend, fits: candidates.length * FOLDS, atMs: 0 }]
  let atMs = 0
  for (const [candidate, { epochs }] of candidates.entries()) {
    const fits = Array.from({ length: FOLDS }, (_, fold): FitKey => ({ candidate, repeat: 0, fold }))
    yield [{ kind: 'candidatesStarted', candidates: [candidate], fits: FOLDS, epochs, atMs }]
    for (let fromEpoch = 0; fromEpoch < epochs; fromEpoch += EPOCHS_AT_ONCE) {
      atMs += 50
      yield [epochsEvent(fits, fromEpoch, Math.min(EPOCHS_AT_ONCE, epochs - fromEpoch), atMs)]
    }
    yield fits.map((fit) => finishedEvent(fit, epochs, atMs))
  }
}

function epochsEvent(fits: readonly FitKey[], fromEpoch: number, count: number, atMs: number): RunEvent {
  const histories = fits.map((fit) => historyOf(fit, fromEpoch + count))
  const values = (metric: string) => histories.map((history) => history[metric].slice(fromEpoch))
  const metrics = ['loss', 'accuracy', 'valLoss', 'valAccuracy']
  return {
    kind: 'epochs',
    fits,
    fromEpoch,
    values: Object.fromEntries(metrics.map((metric) => [metric, values(metric)])),
    atMs,
  }
}

function finishedEvent(fit: FitKey, epochs: number, atMs: number): RunEvent {
  const history = historyOf(fit, epochs)
  return {
    kind: 'fitFinished',
    fit,
    history,
    scores: { accuracy: history['valAccuracy'][epochs - 1], logLoss: history['valLoss'][epochs - 1], rocAuc: 0.9 },
    predictions: { rows: [], values: [] },
    preparation: {
      trainRows: 187,
      testRows: 21,
      unseenCategories: 0,
      imputedCells: 0,
      fingerprint: `fake-${fit.fold}`,
    },
    epochs,
    steps: epochs * 12,
    seconds: 1,
    atMs,
  }
}

function historyOf({ fold, candidate }: FitKey, epochs: number): History {
  const curve = (least: number, speed: number) =>
    Array.from({ length: epochs }, (_, epoch) => {
      const wobble = 0.02 * Math.sin(epoch * 1.7 + fold * 2.3 + candidate)
      return least + (0.69 - least) * Math.exp(-epoch / speed) + wobble
    })
  const loss = curve(0.05, 20)
  const valLoss = curve(0.35 + fold / 100, 15)
  return {
    loss,
    accuracy: loss.map((value) => 1 - value / 1.4),
    valLoss,
    valAccuracy: valLoss.map((value) => 1 - value / 2.5),
  }
}
