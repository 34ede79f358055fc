/** Trains lanes by recorded programs of TensorFlow, or by the same functions as they stand. */
import { ProgramRowPredictor } from '../explain/programRowPredictor.ts'
import type { LaneBackend } from '../backend/laneBackend.ts'
import { architectureKey, hasWeightDecay } from '../program/laneModel.ts'
import { needsCompany } from '../program/needsCompany.ts'
import type { ProgramCache } from '../program/programCache.ts'
import { epochOrders, lanesPerStream, segmentFeed, segmentsOfEpoch, stepsPerEpoch, type FeedLane } from './epochFeed.ts'
import { addSums, evalPieces, testOutputs, type EvalPiece } from './heldOutRows.ts'
import { LaneBlock, type LaneValues } from './laneBlock.ts'
import type { EpochOutcome, LaneEngine, LaneTrainer, LaneTrainerOptions } from './laneEngine.ts'
import { feedLanesOf, foldsOf, laneSetups } from './laneFeed.ts'
import type { LaneRun } from './laneRun.ts'
import type { BlockJob } from './blockJob.ts'

export interface ProgramResources {
  readonly backend: LaneBackend
  readonly programs: ProgramCache
}

/** The engine of recorded programs; `programs` go with it. */
export function programEngine(resources: ProgramResources): LaneEngine {
  return {
    needsCompany,
    compacts: true,
    readsPackedRows: false,
    open: (options) => new ProgramTrainer(options, resources),
    rowPredictor: (options) => new ProgramRowPredictor({ ...options, ...resources }),
    dispose: () => {
      resources.programs.dispose()
    },
  }
}

class ProgramTrainer implements LaneTrainer {
  readonly #job: BlockJob
  readonly #runs: readonly LaneRun[]
  readonly #draws: boolean
  readonly #block: LaneBlock
  readonly #feedLanes: readonly FeedLane[]
  readonly #pieces: readonly EvalPiece[]
  readonly #lanesPerStream: number

  constructor({ job, runs, values }: LaneTrainerOptions, resources: ProgramResources) {
    this.#job = job
    this.#runs = runs
    const fits = runs.map(({ fit }) => fit)
    const blockFolds = foldsOf(job, runs)
    const { folds, foldOfLane } = blockFolds
    const { spec } = fits[0].candidate
    const hasMonitor = spec.training.earlyStopping !== undefined
    const setups = laneSetups(job, runs, blockFolds)
    this.#draws = setups[0].model.draws > 0
    this.#block = new LaneBlock({
      key: `${architectureKey(spec, folds[0].width)}${job.squaresErrors ? '|squares' : ''}`,
      setups,
      folds,
      shape: { batchSize: spec.training.batchSize, isWeighted: job.isWeighted, evalSize: job.evalSize, hasMonitor },
      ...resources,
      ...(values && { values }),
    })
    const { rows } = folds[0].features
    this.#feedLanes = feedLanesOf(job, runs, (lane) => foldOfLane[lane] * rows)
    const looksAt = fits.some((fit) => fit.test.length > 0 || fit.monitor !== undefined)
    this.#pieces = looksAt ? evalPieces(this.#feedLanes, job.evalSize, hasMonitor) : []
    this.#lanesPerStream = lanesPerStream(this.#feedLanes)
  }

  trainEpoch(epoch: number): EpochOutcome {
    const { fit } = this.#runs[0]
    const { training } = fit.candidate.spec
    const steps = stepsPerEpoch(fit.train.length, training.batchSize)
    const orders = epochOrders(this.#feedLanes, epoch)
    const options = {
      batchSize: training.batchSize,
      epoch,
      stepsPerEpoch: steps,
      draws: this.#draws,
      lanesPerStream: this.#lanesPerStream,
      decays: hasWeightDecay(training.optimizer),
      isWeighted: this.#job.isWeighted,
    }
    const segments = segmentsOfEpoch(steps, this.#job.longestSegment)
    // Small data train and are looked at in one call; elsewhere the look shares one program of its own.
    const lookAt = segments.length === 1 && this.#pieces.length === 1 ? this.#pieces[0] : undefined
    const trained = segments.map((segment) =>
      this.#block.train(segment.steps, segmentFeed(this.#feedLanes, orders, segment, options), lookAt),
    )
    const looked = lookAt
      ? trained.flatMap(({ look }) => look ?? [])
      : this.#pieces.map((piece) => this.#block.evaluate(piece))
    return {
      trained: addSums(trained.map(({ sums }) => sums)),
      looked: addSums(looked.map(({ sums }) => sums)),
      outputs: testOutputs(
        this.#runs.map((run) => run.fit),
        looked.map(({ outputs }) => outputs),
        this.#job.evalSize,
        this.#job.foldOf(fit).outputs,
      ),
    }
  }

  values(names?: readonly string[]): LaneValues[] {
    return this.#block.values(names)
  }

  dispose(): void {
    this.#block.dispose()
  }
}
