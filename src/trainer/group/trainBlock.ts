/**
 * Trains the fits of a block from their first epoch (or a checkpoint) to their last: histories, schedules, early
 * stopping, divergence, and dropping lanes that are done.
 */
import type { FitDiverged } from '../../core/run/runEvent.ts'
import { buildLaneModel } from '../program/laneModel.ts'
import { placesOf } from '../program/placesOf.ts'
import type { BlockCheckpoint, BlockJob } from './blockJob.ts'
import { nextEarlyStop } from './earlyStop.ts'
import { stepsPerEpoch } from './epochFeed.ts'
import { fitName } from '../../core/run/fitStream.ts'
import type { FitPlan } from './fitPlan.ts'
import type { LaneSums } from './heldOutRows.ts'
import type { LaneValues } from './laneBlock.ts'
import type { EpochOutcome, LaneEngine, LaneTrainer } from './laneEngine.ts'
import { newLaneRun, type LaneRun } from './laneRun.ts'
import { learningRateAt, nextPlateau } from './learningRate.ts'

/** What a block tells while it trains. */
export interface BlockListener {
  /** An epoch of `runs` is done: the last value of each history is new. */
  onEpoch(runs: readonly LaneRun[]): void
  /** These came to their end in one epoch. */
  onFinished(runs: readonly LaneRun[]): void | Promise<void>
  onDiverged(run: LaneRun, diverged: FitDiverged): void
  /** Between two epochs: may wait, may write a checkpoint; `false` ends the training here. */
  mayGoOn(checkpoint: () => BlockCheckpoint): Promise<boolean>
}

/** Trains all fits of `job`. Returns whether it came to the end. */
export async function trainBlock(job: BlockJob, engine: LaneEngine, listener: BlockListener): Promise<boolean> {
  const training = new BlockTraining(job, engine, listener)
  try {
    return await training.run()
  } finally {
    training.dispose()
  }
}

/** A part of lanes is dropped once so many have ended, and so many epochs are left that a new program pays. */
const COMPACT_BELOW = 0.5
const COMPACT_EPOCHS = 20

class BlockTraining {
  readonly #job: BlockJob
  readonly #engine: LaneEngine
  readonly #listener: BlockListener
  readonly #epochs: number
  readonly #steps: number
  /** Names of the weights, without what the optimizer remembers. */
  readonly #variables: readonly string[]
  /** Whether a single lane is given a twin. */
  readonly #hasCompany: boolean
  #epoch: number
  /** One per lane of the block; some may have ended already. */
  #runs: LaneRun[]
  readonly #ended = new Set<LaneRun>()
  #trainer: LaneTrainer
  /** Values of every lane before the epoch under way, where weights are kept and the epoch may be a chosen one. */
  #before: readonly LaneValues[] | undefined

  constructor(job: BlockJob, engine: LaneEngine, listener: BlockListener) {
    this.#job = job
    this.#engine = engine
    this.#listener = listener
    const { training } = job.fits[0].candidate.spec
    this.#epochs = training.epochs
    this.#steps = stepsPerEpoch(job.fits[0].train.length, training.batchSize)
    const model = buildLaneModel(job.fits[0].candidate.spec, job.foldOf(job.fits[0]).width)
    this.#variables = model.variables.map(({ name }) => name)
    this.#hasCompany = engine.needsCompany(model, [placesOf(training.batchSize), job.evalSize])
    this.#epoch = job.from?.epoch ?? 0
    this.#runs = job.fits.map((fit, lane) => ({ ...newLaneRun(fit), ...job.from?.lanes[lane].run }))
    this.#trainer = this.#open(job.from?.lanes.map(({ values }) => values))
  }

  async run(): Promise<boolean> {
    while (this.#epoch < this.#epochs && this.#active().length > 0) {
      if (!(await this.#listener.mayGoOn(() => this.#checkpoint()))) return false
      await this.#trainEpoch()
      this.#compact()
    }
    const left = this.#active()
    if (left.length > 0) await this.#listener.onFinished(left)
    return true
  }

  dispose(): void {
    this.#trainer.dispose()
  }

  #active(): LaneRun[] {
    return this.#runs.filter((run) => !this.#ended.has(run))
  }

  async #trainEpoch(): Promise<void> {
    if (this.#mayChoose(this.#epoch + 1)) this.#before ??= this.#trainer.values(this.#variables)
    const outcome = this.#trainer.trainEpoch(
      this.#epoch,
      this.#runs.map((run) => !this.#ended.has(run)),
    )
    this.#epoch++
    await this.#settle(outcome)
  }

  /** Whether a fit may take its weights from epoch `epoch` (from 1): any with early stopping, else the last. */
  #mayChoose(epoch: number): boolean {
    const { earlyStopping } = this.#job.fits[0].candidate.spec.training
    return this.#job.keepsWeights && (earlyStopping !== undefined || epoch === this.#epochs)
  }

  /** Takes an epoch's sums into the histories, and ends the lanes that are over. */
  async #settle({ trained, looked, outputs }: EpochOutcome): Promise<void> {
    const active = this.#active()
    for (const run of active) this.#record(run, trained, looked)
    this.#listener.onEpoch(active)
    const weights = this.#mayChoose(this.#epoch) ? this.#trainer.values(this.#variables) : undefined
    const finished = active.filter((run) => {
      const lane = this.#runs.indexOf(run)
      if (isDiverged(run)) return this.#endDiverged(run)
      const kept = weights && { now: weights[lane], before: this.#before?.[lane] ?? weights[lane] }
      return this.#judge(run, looked, lane, outputs[lane], kept)
    })
    this.#before = weights
    if (finished.length > 0) await this.#listener.onFinished(finished)
  }

  #record(run: LaneRun, trained: LaneSums, looked: LaneSums): void {
    const lane = this.#runs.indexOf(run)
    const { fit } = run
    const unit = this.#job.foldOf(fit).targetScale.scale
    const metric = epochMetric(fit, this.#job.squaresErrors ?? false)
    push(run.history, 'loss', trained['lossSum'][lane] / fit.train.length)
    push(run.history, metric.train, metric.of(trained['metricSum'][lane] / fit.train.length, unit))
    if (fit.test.length === 0) return
    push(run.history, 'valLoss', looked['evalLoss'][lane] / fit.test.length + penaltyOf(looked, lane))
    push(run.history, metric.val, metric.of(looked['evalMetric'][lane] / fit.test.length, unit))
  }

  #judge(
    run: LaneRun,
    looked: LaneSums,
    lane: number,
    outputs: Float32Array,
    weights: { readonly now: LaneValues; readonly before: LaneValues } | undefined,
  ): boolean {
    const { schedule, earlyStopping } = run.fit.candidate.spec.training
    if (schedule?.type === 'reduceOnPlateau') {
      const isInner = schedule.monitor === 'valLoss'
      const loss = isInner ? monitorLoss(run, looked, lane) : run.history['loss'][this.#epoch - 1]
      run.plateau = nextPlateau(run.plateau, schedule, loss)
    }
    const step = earlyStopping && nextEarlyStop(run.earlyStop, earlyStopping, this.#epoch, watched(run, looked, lane))
    if (step) run.earlyStop = step.state
    if (!step || step.isBest || !earlyStopping?.restoreBestWeights) {
      run.outputs = outputs
      if (weights) this.#keepWeights(run, weights)
    }
    if (!step?.isOver) return false
    this.#ended.add(run)
    return true
  }

  #keepWeights(run: LaneRun, { now, before }: { readonly now: LaneValues; readonly before: LaneValues }): void {
    run.weights = now
    run.updates = Object.fromEntries(
      this.#variables.map((name) => [name, relativeChange(before[name], now[name])] as const),
    )
  }

  #endDiverged(run: LaneRun): false {
    const { training } = run.fit.candidate.spec
    const learningRate = learningRateAt(training, (this.#epoch - 1) * this.#steps, this.#epoch - 1, run.plateau.rate)
    this.#ended.add(run)
    this.#listener.onDiverged(run, { epoch: this.#epoch, learningRate })
    return false
  }

  #checkpoint(): BlockCheckpoint {
    const values = this.#trainer.values()
    const lanes = this.#active().map((run) => {
      const { fit, ...rest } = run
      return { fit: fitName(fit.key), run: rest, values: values[this.#runs.indexOf(run)] }
    })
    return { epoch: this.#epoch, lanes }
  }

  /** Goes on with the lanes that still train, once they are few enough. */
  #compact(): void {
    const active = this.#active()
    const isAlone = this.#hasCompany && this.#runs.length === 2
    if (
      !this.#engine.compacts ||
      isAlone ||
      active.length === 0 ||
      active.length > this.#runs.length * COMPACT_BELOW ||
      this.#epochs - this.#epoch < COMPACT_EPOCHS
    )
      return
    const values = this.#trainer.values()
    const kept = active.map((run) => values[this.#runs.indexOf(run)])
    this.#trainer.dispose()
    this.#runs = active
    this.#before = undefined
    this.#ended.clear()
    this.#trainer = this.#open(kept)
  }

  /** A lane that must not be alone trains beside a twin of itself, which has ended before it began. */
  #addCompany(values: readonly LaneValues[] | undefined): readonly LaneValues[] | undefined {
    if (this.#runs.length > 1 || !this.#hasCompany) return values
    const twin = newLaneRun(this.#runs[0].fit)
    this.#runs = [...this.#runs, twin]
    this.#ended.add(twin)
    return values && [...values, ...values]
  }

  #open(given: readonly LaneValues[] | undefined): LaneTrainer {
    const values = this.#addCompany(given)
    return this.#engine.open({ job: this.#job, runs: this.#runs, values })
  }
}

/** The second value per epoch: its names, and what it is of a mean over rows, in the target's own unit. */
function epochMetric({ candidate }: FitPlan, squaresErrors: boolean) {
  const isClass = candidate.spec.training.loss.type.endsWith('Crossentropy')
  if (isClass) return { train: 'accuracy', val: 'valAccuracy', of: (mean: number) => mean }
  return squaresErrors
    ? {
        train: 'rootMeanSquaredError',
        val: 'valRootMeanSquaredError',
        of: (mean: number, scale: number) => Math.sqrt(mean) * scale,
      }
    : {
        train: 'meanAbsoluteError',
        val: 'valMeanAbsoluteError',
        of: (mean: number, scale: number) => mean * scale,
      }
}

function isDiverged({ history }: LaneRun): boolean {
  return [history['loss'], history['valLoss']].some((values) => values !== undefined && !Number.isFinite(values.at(-1)))
}

function watched(run: LaneRun, looked: LaneSums, lane: number): number {
  const { earlyStopping } = run.fit.candidate.spec.training
  return earlyStopping?.monitor === 'accuracy'
    ? looked['monitorMetric'][lane] / monitorRows(run)
    : monitorLoss(run, looked, lane)
}

/** Loss on the inner part of the training rows. */
function monitorLoss(run: LaneRun, looked: LaneSums, lane: number): number {
  return looked['monitorLoss'][lane] / monitorRows(run) + penaltyOf(looked, lane)
}

/** Size of a change as a share of the size of what came of it. */
function relativeChange(before: Float32Array, now: Float32Array): number {
  let [change, size] = [0, 0]
  now.forEach((value, i) => {
    change += (value - before[i]) ** 2
    size += value * value
  })
  return size === 0 ? 0 : Math.sqrt(change / size)
}

function monitorRows({ fit }: LaneRun): number {
  return fit.monitor?.length ?? 1
}

function penaltyOf(looked: LaneSums, lane: number): number {
  return looked['penalty']?.[lane] ?? 0
}

function push(history: Record<string, number[]>, name: string, value: number): void {
  ;(history[name] ??= []).push(value)
}
