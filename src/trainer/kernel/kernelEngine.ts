/** Trains lanes by the native kernel: an epoch of a block in one call, without TensorFlow. */
import { joinArrays } from '../../core/joinArrays.ts'
import { uniformRange } from '../../core/model/initialWeights.ts'
import type { RowOutputs, RowPredictor, RowTask } from '../explain/rowPredictor.ts'
import type { BlockJob } from '../group/blockJob.ts'
import {
  epochOrders,
  epochRates,
  lanesPerStream,
  segmentsOfEpoch,
  segmentSeeds,
  stepsPerEpoch,
  type FeedLane,
} from '../group/epochFeed.ts'
import type { FeatureRows } from '../group/featureRows.ts'
import type { LaneSums } from '../group/heldOutRows.ts'
import { firstValues, type LaneSetup, type LaneValues } from '../group/laneBlock.ts'
import type { EpochOutcome, LaneEngine, LaneTrainer, LaneTrainerOptions } from '../group/laneEngine.ts'
import { feedLanesOf, foldsOf, laneSetups } from '../group/laneFeed.ts'
import type { LaneRun } from '../group/laneRun.ts'
import { laneNumbers, type LaneModel } from '../program/laneModel.ts'
import { stateNames } from '../program/laneState.ts'
import { describeNetwork } from './describeNetwork.ts'
import { kernelColumns } from './kernelColumns.ts'
import type { KernelBlock, KernelTables, NativeKernel, OpenKernel } from './nativeKernel.ts'

/** Rows whose features are laid out at a time while predicting. */
const ROWS_AT_A_TIME = 4096

/** The engine of the kernel, with so many threads. */
export function kernelEngine(kernel: OpenKernel, threads: number): LaneEngine {
  return {
    // A lane's bits do not depend on its neighbours.
    needsCompany: () => false,
    // Lanes that have ended are left out as it is.
    compacts: false,
    readsPackedRows: true,
    columns: kernelColumns(kernel.native, threads),
    open: (options) => new KernelTrainer(options, kernel, threads),
    rowPredictor: (options) => new KernelRowPredictor(options, kernel, threads),
    dispose: () => undefined,
  }
}

/** Lanes that the addon holds. */
class KernelLanes {
  readonly native: NativeKernel
  readonly block: KernelBlock
  readonly #variables: ReadonlySet<string>
  readonly #sizes: ReadonlyMap<string, number>
  readonly #lanes: number

  constructor(models: readonly LaneModel[], tables: readonly KernelTables[], kernel: OpenKernel, threads: number) {
    const [model] = models
    const { network, constants, numberNames } = describeNetwork(model)
    this.native = kernel.native
    this.#lanes = models.length
    const variables = new Map(model.variables.map(({ name, rows, columns }) => [name, rows * columns]))
    this.#variables = new Set(variables.keys())
    this.#sizes = new Map(
      stateNames(model).map((name) => [
        name,
        variables.get(name) ?? variables.get(name.slice(0, name.lastIndexOf(':'))) ?? 0,
      ]),
    )
    this.block = kernel.native.open({
      network,
      constants,
      lanes: models.length,
      numbers: Float32Array.from(
        models.flatMap((one) => {
          const numbers = laneNumbers(one)
          return numberNames.map((name) => numbers[name])
        }),
      ),
      tables,
      threads,
      kind: kernel.kind,
    })
  }

  /** Slots that `values` lacks begin with zeros. */
  set(lane: number, values: LaneValues): void {
    let part = 0
    for (const name of this.#sizes.keys()) {
      if (name in values) this.native.setPart(this.block, lane, part, values[name])
      part++
    }
  }

  /** As `set` with the first values; uniform weights are drawn where they stand. */
  begin(lane: number, setup: LaneSetup): void {
    const drawn = new Set<string>()
    for (const [place, variable] of setup.model.variables.entries()) {
      const range = uniformRange(variable.initializer, variable)
      if (!range) continue
      const seed = Int32Array.from(setup.weightKey(variable.name))
      this.native.drawVariable(this.block, lane, place, seed, range.scale, range.shift)
      drawn.add(variable.name)
    }
    this.set(lane, firstValues(setup, drawn))
  }

  /** All of the state, or the tensors named; slots are left where they are unless one of them is asked for. */
  values(names?: readonly string[]): LaneValues[] {
    const hasSlots = names?.every((name) => this.#variables.has(name)) !== true
    const sizes = [...this.#sizes].filter(([name]) => hasSlots || this.#variables.has(name))
    const wanted = new Set(names ?? this.#sizes.keys())
    return Array.from({ length: this.#lanes }, (_, lane) => {
      const state = this.native.state(this.block, lane, hasSlots)
      const values: Record<string, Float32Array> = {}
      let at = 0
      for (const [name, size] of sizes) {
        if (wanted.has(name)) values[name] = state.slice(at, at + size)
        at += size
      }
      return values
    })
  }

  dispose(): void {
    this.native.close(this.block)
  }
}

class KernelTrainer implements LaneTrainer {
  readonly #job: BlockJob
  readonly #runs: readonly LaneRun[]
  readonly #lanes: KernelLanes
  readonly #feedLanes: readonly FeedLane[]
  readonly #lanesPerStream: number
  readonly #draws: boolean
  /** Rows that each lane is looked at with: held-out ones, then those that early stopping watches. */
  readonly #lookRows: readonly Int32Array[]
  readonly #heldOut: Int32Array

  constructor({ job, runs, values }: LaneTrainerOptions, kernel: OpenKernel, threads: number) {
    this.#job = job
    this.#runs = runs
    const folds = foldsOf(job, runs)
    const setups = laneSetups(job, runs, folds)
    this.#draws = setups[0].model.draws > 0
    // Every lane has a table of its own.
    this.#feedLanes = feedLanesOf(job, runs, () => 0)
    this.#lanesPerStream = lanesPerStream(this.#feedLanes)
    const tables = setups.map(({ fold }, lane): KernelTables => {
      const { features, targets } = folds.folds[fold]
      const rowWeights = job.isWeighted ? this.#feedLanes[lane].rowWeights : undefined
      return { features: features.values, spans: spanNumbers(features), targets, rowWeights }
    })
    this.#lanes = new KernelLanes(
      setups.map(({ model }) => model),
      tables,
      kernel,
      threads,
    )
    setups.forEach((setup, lane) => {
      if (values) this.#lanes.set(lane, values[lane])
      else this.#lanes.begin(lane, setup)
    })
    this.#lookRows = runs.map(({ fit: { test, monitor } }) =>
      monitor ? joinArrays(Int32Array, [test, monitor]) : test,
    )
    this.#heldOut = Int32Array.from(runs, ({ fit }) => fit.test.length)
  }

  trainEpoch(epoch: number, active: readonly boolean[]): EpochOutcome {
    const { block, native } = this.#lanes
    const { train, candidate } = this.#runs[0].fit
    const { batchSize } = candidate.spec.training
    const steps = stepsPerEpoch(train.length, batchSize)
    const segments = segmentsOfEpoch(steps, this.#job.longestSegment)
    const lanesOf = (some: readonly FeedLane[]) => some.filter((_, lane) => active[lane])
    const orders = epochOrders(lanesOf(this.#feedLanes), epoch)
    let next = 0
    const trained = native.train(block, {
      orders: active.map((isActive) => (isActive ? orders[next++] : undefined)),
      batchSize,
      steps,
      segment: this.#job.longestSegment,
      lanesPerStream: this.#lanesPerStream,
      ...(this.#draws && { seeds: segmentSeeds(this.#feedLanes, segments, epoch, this.#lanesPerStream) }),
      ...epochRates(this.#feedLanes, { epoch, stepsPerEpoch: steps }),
    })
    const { sums, outputs } = native.look(
      block,
      this.#lookRows.map((rows, lane) => (active[lane] ? rows : undefined)),
      this.#heldOut,
    )
    const units = this.#job.foldOf(this.#runs[0].fit).outputs
    return {
      trained: perLane(trained, ['lossSum', 'metricSum']),
      looked: perLane(sums, ['evalLoss', 'evalMetric', 'monitorLoss', 'monitorMetric', 'penalty']),
      outputs: outputs.map((values, lane) => values.slice(0, this.#heldOut[lane] * units)),
    }
  }

  values(names?: readonly string[]): LaneValues[] {
    return this.#lanes.values(names)
  }

  dispose(): void {
    this.#lanes.dispose()
  }
}

/** The spans of packed rows in the order of the struct; none where rows are whole. */
function spanNumbers({ spans }: FeatureRows): Int32Array | undefined {
  return spans && Int32Array.from(spans.flatMap(({ isCode, from, at, width }) => [Number(isCode), from, at, width]))
}

/** `[lanes, names]` by name. */
function perLane(sums: Float64Array, names: readonly string[]): LaneSums {
  const lanes = sums.length / names.length
  return Object.fromEntries(
    names.map((name, i) => [name, Float64Array.from({ length: lanes }, (_, lane) => sums[lane * names.length + i])]),
  )
}

class KernelRowPredictor implements RowPredictor {
  readonly #model: LaneModel
  readonly #kernel: OpenKernel
  readonly #threads: number

  constructor({ model }: { readonly model: LaneModel }, kernel: OpenKernel, threads: number) {
    this.#model = model
    this.#kernel = kernel
    this.#threads = threads
  }

  predict(tasks: readonly RowTask[], watched: readonly number[] = []): readonly RowOutputs[] {
    if (tasks.length === 0) return []
    const nothing: KernelTables = { features: new Float32Array(0), targets: new Float32Array(0) }
    const lanes = new KernelLanes(
      tasks.map(({ model }) => model),
      tasks.map(() => nothing),
      this.#kernel,
      this.#threads,
    )
    try {
      return tasks.map((task, lane) => {
        lanes.set(lane, task.weights)
        return this.#predictTask(lanes, task, lane, watched)
      })
    } finally {
      lanes.dispose()
    }
  }

  #predictTask(lanes: KernelLanes, { count, write }: RowTask, lane: number, watched: readonly number[]): RowOutputs {
    const { inputs, outputs: units } = this.#model
    const outputs = new Float32Array(count * units)
    const ends = this.#emptyEnds(watched)
    const features = new Float32Array(Math.min(count, ROWS_AT_A_TIME) * inputs)
    for (let from = 0; from < count; from += ROWS_AT_A_TIME) {
      const some = Math.min(ROWS_AT_A_TIME, count - from)
      for (let i = 0; i < some; i++) write(from + i, features, i * inputs)
      const found = lanes.native.predict(lanes.block, lane, features, some, Int32Array.from(watched))
      outputs.set(found.outputs, from * units)
      let at = 0
      for (const { low, high } of ends) {
        for (let unit = 0; unit < low.length; unit++, at++) low[unit] = Math.min(low[unit], found.ends[at])
        for (let unit = 0; unit < high.length; unit++, at++) high[unit] = Math.max(high[unit], found.ends[at])
      }
    }
    return { outputs, ends }
  }

  #emptyEnds(watched: readonly number[]): RowOutputs['ends'] {
    return watched.map((layer) => {
      const { outputUnits } = this.#model.layers[layer]
      return {
        low: new Float32Array(outputUnits).fill(Infinity),
        high: new Float32Array(outputUnits).fill(-Infinity),
      }
    })
  }
}
