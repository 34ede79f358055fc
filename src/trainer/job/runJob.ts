/**
 * Runs a job from its table to its last fit: plans, prepares folds, trains block by block, scores, and tells what
 * happens. Owns no process and no backend: those are given.
 */
import { present } from '../../core/present.ts'
import type { Table } from '../../core/dataset/table.ts'
import { encodeTarget, type EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { FitKey, FoldPreparation, RunEvent } from '../../core/run/runEvent.ts'
import { trainingScope } from '../../core/run/trainingScope.ts'
import { predictsConstant } from '../../core/run/predictsConstant.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import { stepsPerEpoch } from '../group/epochFeed.ts'
import { fitName } from '../../core/run/fitStream.ts'
import type { FitExplanation } from '../../core/diagnostics/explanation.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import type { Predictions } from '../../core/model/predictions.ts'
import { FitExplainer } from '../explain/fitExplainer.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import { pieceSize } from '../group/heldOutRows.ts'
import { epochsOf, type LaneRun } from '../group/laneRun.ts'
import { predictionsOf, scoresOf } from '../group/scoreFit.ts'
import type { BlockCheckpoint, BlockJob } from '../group/blockJob.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import { trainBlock, type BlockListener } from '../group/trainBlock.ts'
import { BlockStore } from './blockStore.ts'
import { CalibrationScores } from './calibrationScores.ts'
import { EventThrottle } from './eventThrottle.ts'
import { engineFor } from './engineFor.ts'
import { groupFits } from './groupFits.ts'
import { JobModels } from './jobModels.ts'
import { blocksNamed, groupOptions, plannedFits } from './planJob.ts'
import { truthOf } from './truthOf.ts'
import type { Truth } from '../../core/metrics/scoreRows.ts'
import { PreparedFolds } from './preparedFolds.ts'
import { hasRowWeights, rowWeightsOf } from './rowWeights.ts'
import { longestSegment } from './segmentLength.ts'
import type { TrainerControl } from './trainerControl.ts'

export interface JobContext {
  readonly table: Table
  readonly backend: OpenBackend | OpenKernelBackend
  readonly control: TrainerControl
  readonly emit: (event: RunEvent) => void
  /** Milliseconds since the run began. */
  readonly now: () => number
  /** Least time between two reports of epochs, in milliseconds; 50 unless given. */
  readonly epochsEveryMs?: number
  /** Fits that were finished elsewhere: intervals of final models rest on their predictions. */
  readonly known?: readonly KnownFit[]
}

/** A fit finished elsewhere. */
export interface KnownFit {
  readonly fit: FitKey
  readonly predictions: Predictions
}

/** Runs `job`. Returns whether it came to its end; `false` after a stop. */
export async function runJob(job: TrainerJob, context: JobContext): Promise<boolean> {
  const run = new JobRun(job, context)
  try {
    return await run.run()
  } finally {
    run.dispose()
  }
}

class JobRun {
  readonly #job: TrainerJob
  readonly #context: JobContext
  readonly #target: EncodedTarget
  readonly #truth: Truth
  readonly #engine: LaneEngine
  readonly #store: BlockStore | undefined
  readonly #folds: PreparedFolds
  readonly #calibration: CalibrationScores
  readonly #models: JobModels
  /** Folds of the first repeat, inner ones left out. */
  #outerFolds = 0
  #evalSize = 16
  #lastCheckpointMs = 0
  #explainer: FitExplainer | undefined

  constructor(job: TrainerJob, context: JobContext) {
    this.#job = job
    this.#context = context
    this.#target = encodeTarget(context.table, job.task)
    this.#engine = engineFor(context.backend)
    this.#folds = new PreparedFolds(job, context.table, this.#target, this.#engine)
    this.#truth = truthOf(job, this.#target, context.table)
    this.#calibration = new CalibrationScores(this.#target)
    this.#models = new JobModels(job, context, this.#folds, this.#calibration)
    for (const { fit, predictions } of context.known ?? []) this.#calibration.add(fit, predictions)
    this.#store =
      job.checkpointFolder === undefined ? undefined : new BlockStore(job.checkpointFolder, () => this.#tellDamage())
  }

  async run(): Promise<boolean> {
    const { fits, finals, learning } = plannedFits(this.#job, this.#context.table, this.#target)
    this.#outerFolds = fits.filter(
      ({ key }) => key.candidate === 0 && key.repeat === 0 && key.outer === undefined,
    ).length
    this.#evalSize = pieceSize(Math.max(...fits.map((fit) => fit.test.length + (fit.monitor?.length ?? 0))))
    this.#context.emit({
      kind: 'started',
      backend: this.#context.backend.info,
      fits: fits.length,
      atMs: this.#context.now(),
    })
    if (this.#job.only)
      return this.#trainBlocks(blocksNamed(this.#job.only, [...fits, ...finals, ...learning]), fits.length)
    return (
      (await this.#trainAll(fits)) &&
      (await this.#trainAll(finals)) &&
      (await this.#saveEnsembles(fits.filter(isOutermost))) &&
      (await this.#trainAll(learning))
    )
  }

  dispose(): void {
    this.#engine.dispose()
  }

  /** @param isAgain whether fits that are finished are trained once more, silently, because their networks are gone */
  async #trainAll(fits: readonly FitPlan[], isAgain = false): Promise<boolean> {
    if (fits.length === 0) return true
    const { width } = this.#folds.of(fits[0]).data
    const groups = groupFits(
      fits,
      groupOptions(this.#job, this.#context.table, width, this.#context.backend.info.threads.interOp),
    )
    return this.#trainBlocks(
      groups.flatMap(({ blocks }) => blocks),
      fits.length,
      isAgain,
    )
  }

  async #trainBlocks(blocks: readonly (readonly FitPlan[])[], fits: number, isAgain = false): Promise<boolean> {
    const finished = new Set(isAgain ? [] : this.#job.finished.map(fitName))
    for (const block of blocks) {
      const left = block.filter(({ key }) => !finished.has(fitName(key)))
      const isDone = left.length === 0 || (await this.#trainFrom(block, left, isAgain))
      if (isFinal(block[0]) && this.#folds.areLarge) this.#folds.release()
      this.#models.saveFinals(this.#outerFolds)
      if (!isDone) return false
      this.#folds.forget(fits)
    }
    return true
  }

  /** Trains what is left of `block`: the fits its checkpoint holds go on from there, others from the start. */
  async #trainFrom(block: readonly FitPlan[], left: readonly FitPlan[], isAgain: boolean): Promise<boolean> {
    const checkpoint = this.#store?.read(block)
    const held = new Set(checkpoint?.lanes.map(({ fit }) => fit))
    const resumed = left.filter(({ key }) => held.has(fitName(key)))
    const fresh = left.filter(({ key }) => !held.has(fitName(key)))
    const from = checkpoint && lanesOf(checkpoint, resumed)
    if (from && resumed.length > 0 && !(await this.#train(block, resumed, { isAgain, from }))) return false
    const isDone = fresh.length === 0 || (await this.#train(block, fresh, { isAgain }))
    if (isDone) this.#store?.remove(block)
    return isDone
  }

  async #train(
    block: readonly FitPlan[],
    fits: readonly FitPlan[],
    { isAgain, from }: { readonly isAgain: boolean; readonly from?: BlockCheckpoint },
  ): Promise<boolean> {
    const { emit, now, table } = this.#context
    const { epochs } = fits[0].candidate.spec.training
    const candidates = [...new Set(fits.map(({ key }) => key.candidate))]
    if (!isPart(fits[0]) && !isAgain)
      emit({ kind: 'candidatesStarted', candidates, fits: fits.length, epochs, atMs: now() })
    const blockJob: BlockJob = {
      fits,
      foldOf: (fit) => this.#folds.of(fit).data,
      rowWeightsOf: (fit) => rowWeightsOf(table, this.#target, fit),
      isWeighted: hasRowWeights(table, fits[0]),
      ...(this.#job.epochMetric === 'rootMeanSquaredError' && { squaresErrors: true }),
      evalSize: this.#evalSize,
      longestSegment: longestSegment(fits[0], this.#folds.of(fits[0]).data.width),
      keepsWeights:
        isFinal(fits[0]) || ((this.#job.explain !== undefined || this.#models.hasEnsembles) && fits.some(isOutermost)),
      ...(from && { from }),
    }
    return trainBlock(
      blockJob,
      this.#engine,
      isAgain
        ? this.#memberListener(block)
        : isPart(fits[0])
          ? this.#partListener(block)
          : this.#listener(block, fits.length),
    )
  }

  #listener(block: readonly FitPlan[], lanes: number): BlockListener {
    const { emit, now } = this.#context
    const startedMs = now()
    const throttle = new EventThrottle(emit, now, this.#context.epochsEveryMs)
    // Lanes share every step: a fit's time is its share of the block's.
    const seconds = () => (now() - startedMs) / 1000 / lanes
    return {
      onEpoch: (runs) => {
        throttle.epochs(runs)
      },
      onFinished: async (runs) => {
        throttle.flush(runs)
        const spent = seconds()
        const explanations = await this.#explain(runs)
        for (const run of runs) {
          if (isFinal(run.fit)) this.#models.keepFinal(run)
          else this.#emitFinished(run, spent, explanations.get(run))
        }
        // At once, unless their table has to go first: a run that is ended by force keeps them.
        if (!this.#folds.areLarge) this.#models.saveFinals(this.#outerFolds)
      },
      onDiverged: (run, diverged) => {
        throttle.flush([run])
        if (isOutermost(run.fit)) this.#models.lose(run.fit.key)
        const preparation = this.#preparationOf(run.fit)
        emit({
          kind: 'fitDiverged',
          fit: run.fit.key,
          diverged,
          history: run.history,
          preparation,
          steps: stepsOf(run),
          seconds: seconds(),
          atMs: now(),
        })
      },
      mayGoOn: (checkpoint) => this.#mayGoOn(block, checkpoint),
    }
  }

  /** Fits on parts of the training rows tell their scores alone. */
  #partListener(block: readonly FitPlan[]): BlockListener {
    const point = ({ fit }: LaneRun, scores?: Scores) => {
      const { fraction = 1, ...key } = fit.key
      const learning = [{ fraction, trainRows: fit.fitted.length, ...(scores && { scores }) }]
      this.#context.emit({ kind: 'fitExplained', fit: key, explanation: { learning }, atMs: this.#context.now() })
    }
    return {
      onEpoch: () => undefined,
      onFinished: (runs) => {
        for (const run of runs) point(run, scoresOf(this.#truth, this.#predicted(run)))
      },
      onDiverged: (run) => {
        point(run)
      },
      mayGoOn: (checkpoint) => this.#mayGoOn(block, checkpoint),
    }
  }

  /** Fits that are finished: their networks alone are wanted. */
  #memberListener(block: readonly FitPlan[]): BlockListener {
    return {
      onEpoch: () => undefined,
      onFinished: (runs) => {
        for (const run of runs) this.#models.keep(run, this.#calibration.add(run.fit.key, this.#predicted(run)))
      },
      onDiverged: ({ fit }) => {
        this.#models.lose(fit.key)
      },
      mayGoOn: (checkpoint) => this.#mayGoOn(block, checkpoint),
    }
  }

  async #mayGoOn(block: readonly FitPlan[], checkpoint: () => BlockCheckpoint): Promise<boolean> {
    this.#maybeStore(block, checkpoint)
    if (await this.#context.control.mayGoOn()) return true
    this.#store?.write(block, checkpoint())
    return false
  }

  #predicted({ fit, outputs }: LaneRun): Predictions {
    return predictionsOf(this.#job.task, this.#job.classes, fit.test, outputs, this.#folds.of(fit).data)
  }

  #tellDamage(): void {
    const message = 'A checkpoint was damaged and is not used: its fits begin anew, and come to the same numbers.'
    this.#context.emit({ kind: 'notice', message, atMs: this.#context.now() })
  }

  #maybeStore(block: readonly FitPlan[], checkpoint: () => BlockCheckpoint): void {
    if (!this.#store || this.#context.now() - this.#lastCheckpointMs < this.#job.checkpointEveryMs) return
    this.#store.write(block, checkpoint())
    this.#lastCheckpointMs = this.#context.now()
  }

  /** What the models of the outermost folds say while they are here. */
  async #explain(runs: readonly LaneRun[]): Promise<ReadonlyMap<LaneRun, FitExplanation>> {
    const { explain, task, classes } = this.#job
    const { table, control } = this.#context
    const explained = runs.filter(({ fit }) => isOutermost(fit))
    if (!explain || explained.length === 0) return new Map()
    this.#explainer ??= new FitExplainer({
      table,
      judgement: { truth: this.#truth, task, classes, ranking: explain.ranking },
      ...(explain.importance && { importance: explain.importance }),
      evalSize: this.#evalSize,
      engine: this.#engine,
      mayGoOn: () => control.mayGoOn(),
    })
    const found = await this.#explainer.explain(explained.map((run) => ({ run, ...this.#folds.of(run.fit) })))
    return new Map(explained.map((run, i) => [run, found[i]]))
  }

  #emitFinished(run: LaneRun, seconds: number, explanation?: FitExplanation): void {
    const { fit, history } = run
    const predictions = this.#predicted(run)
    const { earlyStopping } = fit.candidate.spec.training
    const scored = this.#calibration.add(fit.key, predictions)
    if (isOutermost(fit)) this.#models.keep(run, scored)
    this.#context.emit({
      kind: 'fitFinished',
      fit: fit.key,
      history,
      scores: scoresOf(this.#truth, predictions),
      predictions,
      preparation: {
        ...this.#preparationOf(fit),
        ...(predictsConstant(this.#truth, predictions) && { isConstant: true as const }),
      },
      epochs: epochsOf(run),
      steps: stepsOf(run),
      seconds,
      ...(earlyStopping && { bestEpoch: run.earlyStop.bestEpoch }),
      ...(explanation && { explanation }),
      atMs: this.#context.now(),
    })
  }

  /** Makes the ensembles that are not there yet of the networks of `fits`; trains those again that are gone (of a run that was extended, say). */
  async #saveEnsembles(fits: readonly FitPlan[]): Promise<boolean> {
    const gone = this.#models.gone(fits)
    if (!(await this.#trainAll(gone, true))) return false
    this.#models.saveEnsembles(fits, this.#outerFolds)
    return true
  }

  #preparationOf(fit: FitPlan): FoldPreparation {
    const training = trainingScope(fit, this.#target, fit.candidate.spec.training)
    return { ...this.#folds.of(fit).preparation, training }
  }
}

function isFinal(fit: FitPlan): boolean {
  return fit.test.length === 0
}

/** Scored by rows that no other fit holds out: neither a final model nor an inner fit of a nested protocol. */
function isOutermost(fit: FitPlan): boolean {
  return !isFinal(fit) && !isPart(fit) && fit.key.outer === undefined
}

/** A point of a learning curve. */
function isPart({ key }: FitPlan): boolean {
  return key.fraction !== undefined
}

function stepsOf(run: LaneRun): number {
  return epochsOf(run) * stepsPerEpoch(run.fit.train.length, run.fit.candidate.spec.training.batchSize)
}

/** The part of `checkpoint` that holds `fits`, in their order. */
function lanesOf(checkpoint: BlockCheckpoint, fits: readonly FitPlan[]): BlockCheckpoint {
  const lanes = new Map(checkpoint.lanes.map((lane) => [lane.fit, lane]))
  return {
    epoch: checkpoint.epoch,
    lanes: fits.map(({ key }) => present(lanes.get(fitName(key)), `a checkpoint of fit ${fitName(key)}`)),
  }
}
