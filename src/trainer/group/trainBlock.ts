/**
 * Trains the fits of a block from their first epoch (or a checkpoint) to their last: histories, schedules, early
 * stopping, divergence, and dropping lanes that are done.
 */
import { present } from '../../core/present.ts'
import type { FitDiverged } from '../../core/run/runEvent.ts'
import type { LaneBackend } from '../backend/laneBackend.ts'
import { architectureKey, buildLaneModel, hasWeightDecay } from '../program/laneModel.ts'
import { needsCompany } from '../program/needsCompany.ts'
import type { ProgramCache } from '../program/programCache.ts'
import { placesOf } from '../program/placesOf.ts'
import { nextEarlyStop } from './earlyStop.ts'
import {
  epochDraws,
  epochOrders,
  fitKey,
  lanesPerStream,
  segmentFeed,
  segmentsOfEpoch,
  stepsPerEpoch,
  type FeedLane,
} from './epochFeed.ts'
import { fitName, splitName } from '../../core/run/fitStream.ts'
import type { FitPlan } from './fitPlan.ts'
import type { FoldData } from './foldData.ts'
import { addSums, evalPieces, testOutputs, type EvalPiece, type LaneSums } from './heldOutRows.ts'
import { LaneBlock, type LaneValues } from './laneBlock.ts'
import { newLaneRun, type LaneRun } from './laneRun.ts'
import { learningRateAt, nextPlateau } from './learningRate.ts'

/** What a block of fits needs to train. */
export interface BlockJob {
  readonly fits: readonly FitPlan[]
  readonly foldOf: (fit: FitPlan) => FoldData
  /** Weight of each dataset row in the loss of a fit, if it has weights. */
  readonly rowWeightsOf: (fit: FitPlan) => Float32Array | undefined
  readonly isWeighted: boolean
  /** Whether the histories of a regression hold root mean squared errors; mean absolute ones unless given. */
  readonly squaresErrors?: boolean
  readonly evalSize: number
  /** Longest segment of steps in one program. */
  readonly longestSegment: number
  /** Keep the weights of each fit's chosen epoch, and how much that epoch changed them. */
  readonly keepsWeights: boolean
  /** Where to go on from. */
  readonly from?: BlockCheckpoint
}

/** A block between two epochs: all that training on needs, since randomness is keyed. */
export interface BlockCheckpoint {
  /** Epochs done. */
  readonly epoch: number
  readonly lanes: readonly { readonly run: Omit<LaneRun, 'fit'>; readonly fit: string; readonly values: LaneValues }[]
}

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

export interface BlockResources {
  readonly backend: LaneBackend
  readonly programs: ProgramCache
}

/** Trains all fits of `job`. Returns whether it came to the end. */
export async function trainBlock(job: BlockJob, resources: BlockResources, listener: BlockListener): Promise<boolean> {
  const training = new BlockTraining(job, resources, listener)
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
  private readonly job: BlockJob
  private readonly resources: BlockResources
  private readonly listener: BlockListener
  private readonly epochs: number
  private readonly steps: number
  private readonly draws: boolean
  /** Names of the weights, without what the optimizer remembers. */
  private readonly variables: readonly string[]
  /** Whether a single lane is given a twin. */
  private readonly hasCompany: boolean
  private epoch: number
  /** One per lane of the block; some may have ended already. */
  private runs: LaneRun[]
  private readonly ended = new Set<LaneRun>()
  private block: LaneBlock
  private feedLanes: FeedLane[]
  private pieces: readonly EvalPiece[]
  private lanesPerStream: number
  /** Values of every lane before the epoch under way, where weights are kept and the epoch may be a chosen one. */
  private before: readonly LaneValues[] | undefined

  constructor(job: BlockJob, resources: BlockResources, listener: BlockListener) {
    this.job = job
    this.resources = resources
    this.listener = listener
    const { training } = job.fits[0].candidate.spec
    this.epochs = training.epochs
    this.steps = stepsPerEpoch(job.fits[0].train.length, training.batchSize)
    const model = buildLaneModel(job.fits[0].candidate.spec, job.foldOf(job.fits[0]).width)
    this.draws = model.draws > 0
    this.variables = model.variables.map(({ name }) => name)
    this.hasCompany = needsCompany(model, [placesOf(training.batchSize), job.evalSize])
    this.epoch = job.from?.epoch ?? 0
    this.runs = job.fits.map((fit, lane) => ({ ...newLaneRun(fit), ...job.from?.lanes[lane].run }))
    const opened = this.open(job.from?.lanes.map(({ values }) => values))
    this.block = opened.block
    this.feedLanes = opened.feedLanes
    this.pieces = opened.pieces
    this.lanesPerStream = opened.lanesPerStream
  }

  async run(): Promise<boolean> {
    while (this.epoch < this.epochs && this.active().length > 0) {
      if (!(await this.listener.mayGoOn(() => this.checkpoint()))) return false
      await this.trainEpoch()
      this.compact()
    }
    const left = this.active()
    if (left.length > 0) await this.listener.onFinished(left)
    return true
  }

  dispose(): void {
    this.block.dispose()
  }

  private active(): LaneRun[] {
    return this.runs.filter((run) => !this.ended.has(run))
  }

  private async trainEpoch(): Promise<void> {
    const { training } = this.job.fits[0].candidate.spec
    if (this.mayChoose(this.epoch + 1)) this.before ??= this.block.values(this.variables)
    const orders = epochOrders(this.feedLanes, this.epoch)
    const options = {
      batchSize: training.batchSize,
      epoch: this.epoch,
      stepsPerEpoch: this.steps,
      draws: this.draws,
      lanesPerStream: this.lanesPerStream,
      decays: hasWeightDecay(training.optimizer),
      isWeighted: this.job.isWeighted,
    }
    const segments = segmentsOfEpoch(this.steps, this.job.longestSegment)
    // Small data train and are looked at in one call; elsewhere the look shares one program of its own.
    const lookAt = segments.length === 1 && this.pieces.length === 1 ? this.pieces[0] : undefined
    const trained = segments.map((segment) =>
      this.block.train(segment.steps, segmentFeed(this.feedLanes, orders, segment, options), lookAt),
    )
    const looked = lookAt
      ? trained.flatMap(({ look }) => look ?? [])
      : this.pieces.map((piece) => this.block.evaluate(piece))
    this.epoch++
    await this.settle(
      addSums(trained.map(({ sums }) => sums)),
      addSums(looked.map(({ sums }) => sums)),
      looked.map(({ outputs }) => outputs),
    )
  }

  /** Whether a fit may take its weights from epoch `epoch` (from 1): any with early stopping, else the last. */
  private mayChoose(epoch: number): boolean {
    const { earlyStopping } = this.job.fits[0].candidate.spec.training
    return this.job.keepsWeights && (earlyStopping !== undefined || epoch === this.epochs)
  }

  /** Takes an epoch's sums into the histories, and ends the lanes that are over. */
  private async settle(trained: LaneSums, looked: LaneSums, outputs: readonly Float32Array[]): Promise<void> {
    const active = this.active()
    const fold = this.job.foldOf(this.job.fits[0])
    const perLane = testOutputs(
      this.runs.map(({ fit }) => fit),
      outputs,
      this.job.evalSize,
      fold.outputs,
    )
    for (const run of active) this.record(run, trained, looked)
    this.listener.onEpoch(active)
    const weights = this.mayChoose(this.epoch) ? this.block.values(this.variables) : undefined
    const finished = active.filter((run) => {
      const lane = this.runs.indexOf(run)
      if (isDiverged(run)) return this.endDiverged(run)
      const kept = weights && { now: weights[lane], before: this.before?.[lane] ?? weights[lane] }
      return this.judge(run, looked, lane, perLane[lane], kept)
    })
    this.before = weights
    if (finished.length > 0) await this.listener.onFinished(finished)
  }

  private record(run: LaneRun, trained: LaneSums, looked: LaneSums): void {
    const lane = this.runs.indexOf(run)
    const { fit } = run
    const unit = this.job.foldOf(fit).targetScale.scale
    const metric = epochMetric(fit, this.job.squaresErrors ?? false)
    push(run.history, 'loss', trained['lossSum'][lane] / fit.train.length)
    push(run.history, metric.train, metric.of(trained['metricSum'][lane] / fit.train.length, unit))
    if (fit.test.length === 0) return
    push(run.history, 'valLoss', looked['evalLoss'][lane] / fit.test.length + penaltyOf(looked, lane))
    push(run.history, metric.val, metric.of(looked['evalMetric'][lane] / fit.test.length, unit))
  }

  private judge(
    run: LaneRun,
    looked: LaneSums,
    lane: number,
    outputs: Float32Array,
    weights: { readonly now: LaneValues; readonly before: LaneValues } | undefined,
  ): boolean {
    const { schedule, earlyStopping } = run.fit.candidate.spec.training
    if (schedule?.type === 'reduceOnPlateau') {
      const isInner = schedule.monitor === 'valLoss'
      const loss = isInner ? monitorLoss(run, looked, lane) : run.history['loss'][this.epoch - 1]
      run.plateau = nextPlateau(run.plateau, schedule, loss)
    }
    const step = earlyStopping && nextEarlyStop(run.earlyStop, earlyStopping, this.epoch, watched(run, looked, lane))
    if (step) run.earlyStop = step.state
    if (!step || step.isBest || !earlyStopping?.restoreBestWeights) {
      run.outputs = outputs
      if (weights) this.keepWeights(run, weights)
    }
    if (!step?.isOver) return false
    this.ended.add(run)
    return true
  }

  private keepWeights(run: LaneRun, { now, before }: { readonly now: LaneValues; readonly before: LaneValues }): void {
    run.weights = now
    run.updates = Object.fromEntries(
      this.variables.map((name) => [name, relativeChange(before[name], now[name])] as const),
    )
  }

  private endDiverged(run: LaneRun): false {
    const { training } = run.fit.candidate.spec
    const learningRate = learningRateAt(training, (this.epoch - 1) * this.steps, this.epoch - 1, run.plateau.rate)
    this.ended.add(run)
    this.listener.onDiverged(run, { epoch: this.epoch, learningRate })
    return false
  }

  private checkpoint(): BlockCheckpoint {
    const values = this.block.values()
    const lanes = this.active().map((run) => {
      const { fit, ...rest } = run
      return { fit: fitName(fit.key), run: rest, values: values[this.runs.indexOf(run)] }
    })
    return { epoch: this.epoch, lanes }
  }

  /** Goes on with the lanes that still train, once they are few enough. */
  private compact(): void {
    const active = this.active()
    const isAlone = this.hasCompany && this.runs.length === 2
    if (
      isAlone ||
      active.length === 0 ||
      active.length > this.runs.length * COMPACT_BELOW ||
      this.epochs - this.epoch < COMPACT_EPOCHS
    )
      return
    const values = this.block.values()
    const kept = active.map((run) => values[this.runs.indexOf(run)])
    this.block.dispose()
    this.runs = active
    this.before = undefined
    this.ended.clear()
    Object.assign(this, this.open(kept))
  }

  /** A lane that must not be alone trains beside a twin of itself, which has ended before it began. */
  private addCompany(values: readonly LaneValues[] | undefined): readonly LaneValues[] | undefined {
    if (this.runs.length > 1 || !this.hasCompany) return values
    const twin = newLaneRun(this.runs[0].fit)
    this.runs = [...this.runs, twin]
    this.ended.add(twin)
    return values && [...values, ...values]
  }

  private open(given: readonly LaneValues[] | undefined) {
    const values = this.addCompany(given)
    const { job, resources } = this
    const fits = this.runs.map(({ fit }) => fit)
    const names = [...new Set(fits.map(({ key }) => splitName(key)))]
    const folds = names.map((name) =>
      job.foldOf(
        present(
          fits.find(({ key }) => splitName(key) === name),
          `a fit of split ${name}`,
        ),
      ),
    )
    const rows = folds[0].features.length / folds[0].width
    const { spec } = fits[0].candidate
    const hasMonitor = spec.training.earlyStopping !== undefined
    const block = new LaneBlock({
      key: `${architectureKey(spec, folds[0].width)}${job.squaresErrors ? '|squares' : ''}`,
      setups: fits.map((fit) => ({
        model: {
          ...buildLaneModel(fit.candidate.spec, folds[0].width),
          ...(job.squaresErrors && { squaresErrors: true }),
        },
        fold: names.indexOf(splitName(fit.key)),
        weightKey: (variable) => fitKey(fit, 'weights', variable),
      })),
      folds,
      shape: { batchSize: spec.training.batchSize, isWeighted: job.isWeighted, evalSize: job.evalSize, hasMonitor },
      ...resources,
      ...(values && { values }),
    })
    const feedLanes = this.runs.map((run): FeedLane => {
      const rowWeights = job.rowWeightsOf(run.fit)
      return {
        fit: run.fit,
        draws: epochDraws(run.fit),
        firstRow: names.indexOf(splitName(run.fit.key)) * rows,
        ...(rowWeights && { rowWeights }),
        get plateauRate() {
          return run.plateau.rate
        },
      }
    })
    const looksAt = fits.some((fit) => fit.test.length > 0 || fit.monitor !== undefined)
    const pieces = looksAt ? evalPieces(feedLanes, job.evalSize, hasMonitor) : []
    return { block, feedLanes, pieces, lanesPerStream: lanesPerStream(feedLanes) }
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
