import { outermostOf } from '../../core/split/outermostOf.ts'
import { ENGINE_VERSION } from '../../core/run/engineVersion.ts'
import type { FitKey, History, RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { ExportChecker } from './exportChecker.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { describeCrash } from './describeCrash.ts'
import type { RunEventsHandler, Trainer, TrainerSession } from './trainer.ts'

export interface FakeTrainerOptions {
  /** Rows of the dataset, shared out among the folds. */
  readonly rows?: number
  /** Epochs told per batch of events. */
  readonly epochsPerBatch?: number
  /** Fits that diverge at their second epoch. */
  readonly diverges?: (fit: FitKey) => boolean
  /** Dies, as if killed, before this batch of events (from 0). */
  readonly crashAtBatch?: number
  /** Fails with this error before this batch of events. */
  readonly failAtBatch?: { readonly batch: number; readonly end: Extract<RunEnd, { kind: 'failed' }> }
  /** Tells nothing before this has resolved. */
  readonly after?: Promise<unknown>
  /** Waits this long before each batch. */
  readonly batchMs?: number
}

/**
 * A trainer that trains nothing: tells the events of a run with made-up, repeatable numbers, for tests and screens.
 *
 * Time in its events is counted in batches, not measured.
 */
export class FakeTrainer implements Trainer, ExportChecker {
  readonly #options: FakeTrainerOptions

  constructor(options: FakeTrainerOptions = {}) {
    this.#options = options
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    return new FakeSession(fakeBatches(job, this.#options), this.#options, onEvents)
  }

  /** Runs no models. */
  check(): Promise<never> {
    return Promise.reject(new Error('the fake trainer runs no models'))
  }
}

class FakeSession implements TrainerSession {
  readonly ended: Promise<RunEnd>
  readonly #batches: readonly (readonly RunEvent[])[]
  readonly #options: FakeTrainerOptions
  readonly #onEvents: RunEventsHandler
  #isStopAsked = false
  #isKilled = false
  #isPaused = false

  constructor(batches: readonly (readonly RunEvent[])[], options: FakeTrainerOptions, onEvents: RunEventsHandler) {
    this.#batches = batches
    this.#options = options
    this.#onEvents = onEvents
    this.ended = this.#play()
  }

  stop(): void {
    this.#isStopAsked = true
  }

  leave(): void {
    this.stop()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
  }

  kill(): void {
    this.#isKilled = true
  }

  async #play(): Promise<RunEnd> {
    const { after, batchMs = 0, crashAtBatch, failAtBatch } = this.#options
    await after
    for (const [index, batch] of this.#batches.entries()) {
      do await new Promise((resolve) => setTimeout(resolve, batchMs))
      while (this.#isPaused && !this.#isStopAsked && !this.#isKilled)
      if (this.#isKilled || this.#isStopAsked) return { kind: 'stopped' }
      if (index === crashAtBatch) return describeCrash({ code: null, signal: 'SIGKILL', lastLines: [] })
      if (failAtBatch?.batch === index) return failAtBatch.end
      this.#onEvents(batch)
    }
    return { kind: 'finished' }
  }
}

/** All events of a job: one candidate after the other, its fits side by side. */
function fakeBatches(job: TrainerJob, options: FakeTrainerOptions): readonly (readonly RunEvent[])[] {
  const { epochsPerBatch = 10 } = options
  const fits = job.candidates.map((_, candidate) => fitsOf(job, candidate))
  const batches: RunEvent[][] = []
  const atMs = () => batches.length * 50
  const { program, threads } = job
  const backend = { name: 'cpu', version: 'fake', program, threads, engine: ENGINE_VERSION } as const
  batches.push([{ kind: 'started', backend, fits: countFits(job), atMs: atMs() }])
  job.candidates.forEach((_, candidate) => {
    const keys = fits[candidate]
    if (keys.length === 0) return
    const { epochs } = job.candidates[candidate].spec.training
    batches.push([{ kind: 'candidatesStarted', candidates: [candidate], fits: keys.length, epochs, atMs: atMs() }])
    for (let from = 0; from < epochs; from += epochsPerBatch) {
      batches.push([epochsEvent(keys, from, Math.min(epochs, from + epochsPerBatch), atMs())])
    }
    for (const key of keys) batches.push([fitEnd(job, key, options, atMs())])
  })
  return batches
}

function fitsOf(job: TrainerJob, candidate: number): FitKey[] {
  const { folds, repeats } = outermostOf(job.validation)
  const keys: FitKey[] = []
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (let fold = 0; fold < folds; fold += 1) keys.push({ candidate, repeat, fold })
  }
  const isFinished = (key: FitKey) =>
    job.finished.some((done) => done.candidate === candidate && done.repeat === key.repeat && done.fold === key.fold)
  return keys.filter((key) => !isFinished(key))
}

/** Those that are finished already among them, as in training. */
function countFits(job: TrainerJob): number {
  const { folds, repeats } = outermostOf(job.validation)
  return job.candidates.length * folds * repeats
}

function epochsEvent(fits: readonly FitKey[], from: number, to: number, atMs: number): RunEvent {
  const values: Record<string, number[][]> = {}
  for (const metric of ['loss', 'accuracy', 'valLoss', 'valAccuracy']) {
    values[metric] = fits.map((fit) => fakeHistory(fit, to)[metric].slice(from))
  }
  return { kind: 'epochs', fits, fromEpoch: from, values, atMs }
}

function fitEnd(job: TrainerJob, fit: FitKey, options: FakeTrainerOptions, atMs: number): RunEvent {
  const { rows = 208, diverges } = options
  const { folds } = outermostOf(job.validation)
  const { epochs, optimizer } = job.candidates[fit.candidate].spec.training
  const held = Array.from({ length: rows }, (_, row) => row).filter((row) => row % folds === fit.fold)
  const preparation = {
    trainRows: rows - held.length,
    testRows: held.length,
    unseenCategories: 0,
    imputedCells: 0,
    fingerprint: `fake-${fit.repeat}-${fit.fold}`,
  }
  const common = { fit, preparation, atMs, seconds: 0.1 }
  if (diverges?.(fit)) {
    const diverged = { epoch: 2, learningRate: optimizer.learningRate }
    return { kind: 'fitDiverged', ...common, diverged, history: fakeHistory(fit, 2), steps: 2 }
  }
  const history = fakeHistory(fit, epochs)
  return {
    kind: 'fitFinished',
    ...common,
    history,
    scores: fakeScores(job, history),
    predictions: { rows: held, values: held.map((row) => fakePrediction(job, row)) } as never,
    epochs,
    steps: epochs,
  }
}

function fakeScores(job: TrainerJob, history: History): Record<string, number> {
  const loss = history['valLoss'].at(-1) ?? 0
  if (job.task === 'regression') return { rootMeanSquaredError: 10 * loss, r2: 1 - loss }
  return { accuracy: history['valAccuracy'].at(-1) ?? 0, logLoss: loss }
}

function fakePrediction(job: TrainerJob, row: number): number | number[] {
  const wave = 0.5 + 0.4 * Math.sin(row)
  if (job.task !== 'multiclass') return wave
  const others = (1 - wave) / (job.classes.length - 1)
  return job.classes.map((_, code) => (code === row % job.classes.length ? wave : others))
}

/** Learning curves that differ by fit and are the same every time. */
function fakeHistory({ candidate, repeat, fold }: FitKey, epochs: number): History {
  const offset = 0.05 * Math.sin(7 * candidate + 3 * repeat + 1.7 * fold)
  const curve = (start: number, end: number, speed: number) =>
    Array.from({ length: epochs }, (_, epoch) => end + (start - end) * Math.exp(-speed * (epoch + 1)) + offset)
  return {
    loss: curve(0.8, 0.15, 0.03),
    accuracy: curve(0.5, 0.94, 0.04),
    valLoss: curve(0.8, 0.4, 0.03),
    valAccuracy: curve(0.5, 0.85, 0.04),
  }
}
