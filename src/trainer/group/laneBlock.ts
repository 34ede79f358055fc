/**
 * Some fits of one architecture, trained together: their weights stacked along the lane axis, the programs that move
 * them, and the tables that their rows come from. Knows nothing of schedules, early stopping or histories.
 */
import { initialWeights } from '../../core/model/initialWeights.ts'
import { present } from '../../core/present.ts'
import type { RandomKey } from '../../core/random/philox4x32.ts'
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { laneNumbers, type LaneModel } from '../program/laneModel.ts'
import { slotName } from '../program/laneState.ts'
import { optimizerProgram } from '../program/optimizers.ts'
import type { ProgramCache } from '../program/programCache.ts'
import { evaluateRows } from '../program/evaluateRows.ts'
import { stateNames } from '../program/laneState.ts'
import { placesOf } from '../program/placesOf.ts'
import { trainSegment, type SegmentShape } from '../program/segment.ts'
import { inSlices, sliceSizes } from '../program/laneSlices.ts'
import type { FoldData } from './foldData.ts'
import type { EvalPiece, LaneSums } from './heldOutRows.ts'

/** What a segment of steps needs from its caller, beside what the block holds. Lengths as in `trainSegment`. */
export interface SegmentFeed {
  readonly rows: Int32Array
  readonly rates: Float32Array
  readonly decays?: Float32Array
  readonly rowWeights?: Float32Array
  /** 1 for real rows, 0 for padding; absent where there is none. */
  readonly mask?: Float32Array
  /** Real rows of each lane in the last step, where one has fewer than the batch size. */
  readonly lastCounts?: Float32Array
  readonly seeds?: Int32Array
  /** Lanes in a row that draw the same noise. */
  readonly lanesPerStream: number
}

/** One lane of a block: its numbers and its first weights' keys. */
export interface LaneSetup {
  readonly model: LaneModel
  /** Index into the block's fold data. */
  readonly fold: number
  /** Key of a variable's first weights. */
  weightKey(variable: string): RandomKey
}

export interface BlockShape {
  readonly batchSize: number
  readonly isWeighted: boolean
  /** Rows looked at in one go. */
  readonly evalSize: number
  readonly hasMonitor: boolean
}

/** Values of one lane's state by tensor name. */
export type LaneValues = Readonly<Record<string, Float32Array>>

/** What the evaluation of held-out rows came to: sums over rows, and the outputs `[lanes, evalSize, outputs]` flat. */
export interface Look {
  readonly sums: LaneSums
  readonly outputs: Float32Array
}

/** Sums that `evaluateRows` may return. */
const LOOK_SUMS = ['evalLoss', 'evalMetric', 'monitorLoss', 'monitorMetric', 'penalty'] as const

export class LaneBlock {
  readonly lanes: number
  #state: Record<string, Tensor>
  readonly #constants: NamedTensors
  readonly #pieces = new Map<EvalPiece, Record<string, Tensor>>()
  readonly #model: LaneModel
  readonly #key: string
  readonly #shape: BlockShape
  readonly #backend: LaneBackend
  readonly #programs: ProgramCache

  /** `key` names the architecture: blocks of one key and shape share programs. */
  constructor(options: {
    readonly key: string
    readonly setups: readonly LaneSetup[]
    readonly folds: readonly FoldData[]
    readonly shape: BlockShape
    readonly backend: LaneBackend
    readonly programs: ProgramCache
    /** Weights to go on from; first weights are drawn where absent. */
    readonly values?: readonly LaneValues[]
  }) {
    const { setups, folds } = options
    this.#key = options.key
    this.lanes = setups.length
    this.#model = setups[0].model
    this.#shape = options.shape
    this.#backend = options.backend
    this.#programs = options.programs
    this.#state = stackLanes(this.#model, options.values ?? setups.map((setup) => firstValues(setup)))
    this.#constants = { ...tables(folds), ...numberTensors(setups) }
  }

  /**
   * Trains `steps` steps; returns `lossSum` and `metricSum` over the rows seen, and what `evaluate` returns if a piece is to be
   * looked at afterwards: one call for both.
   */
  train(steps: number, feed: SegmentFeed, piece?: EvalPiece): { readonly sums: LaneSums; readonly look?: Look } {
    const { lanes } = this
    const [model, backend, shape] = [this.#model, this.#backend, this.#shape]
    const segment: SegmentShape = {
      lanes,
      batch: placesOf(shape.batchSize),
      batchSize: shape.batchSize,
      steps,
      isLastShort: feed.lastCounts !== undefined,
      isWeighted: shape.isWeighted,
      lanesPerStream: feed.lanesPerStream,
    }
    const slices = sliceSizes(lanes, backend.threads, feed.lanesPerStream)
    const fed = tf.tidy(() => segmentTensors(segment, feed))
    const inputs = { ...this.#state, ...this.#constants, ...fed, ...(piece && this.#pieceTensors(piece)) }
    const compute = (part: number, its: NamedTensors): Record<string, Tensor> => {
      const trained = trainSegment(model, { ...segment, lanes: part }, its, backend)
      return piece ? { ...trained, ...evaluateRows(model, part, { ...its, ...trained }, backend) } : trained
    }
    const program = this.#programs.get(
      `${this.#key}|train|${JSON.stringify([segment, piece && this.#pieceShape(piece), this.#tableShape()])}`,
      (given) => inSlices(slices, given, compute),
      inputs,
    )
    const results = program.run(inputs)
    tf.dispose(fed)
    this.#replaceState(results)
    const sums = readSums(results, ['lossSum', 'metricSum'], lanes)
    return piece ? { sums, look: this.#readLook(results) } : { sums }
  }

  /** Looks at the rows of a piece. Returns sums, and the outputs `[lanes, evalSize, outputs]` flat. */
  evaluate(piece: EvalPiece): Look {
    const { lanes } = this
    const [model, backend] = [this.#model, this.#backend]
    const inputs = { ...pickState(this.#state, model), ...this.#constants, ...this.#pieceTensors(piece) }
    const key = `${this.#key}|evaluate|${JSON.stringify([lanes, this.#pieceShape(piece), this.#tableShape()])}`
    const slices = sliceSizes(lanes, backend.threads)
    const evaluate = (given: NamedTensors) =>
      inSlices(slices, given, (part, its) => evaluateRows(model, part, its, backend))
    const program = this.#programs.get(key, evaluate, inputs)
    return this.#readLook(program.run(inputs))
  }

  #readLook(results: Readonly<Record<string, Tensor>>): Look {
    const outputs = results['output'].dataSync<'float32'>()
    results['output'].dispose()
    const names = LOOK_SUMS.filter((name) => name in results)
    return { sums: readSums(results, names, this.lanes), outputs }
  }

  #pieceShape(piece: EvalPiece): readonly unknown[] {
    return [this.#shape.evalSize, piece.monitor !== undefined]
  }

  /** The state of every lane, lane by lane: all of it, or the tensors named. */
  values(names: readonly string[] = stateNames(this.#model)): LaneValues[] {
    const all = names.map((name) => [name, this.#state[name].dataSync<'float32'>()] as const)
    return Array.from({ length: this.lanes }, (_, lane) =>
      Object.fromEntries(
        all.map(([name, values]) => [
          name,
          values.slice((lane * values.length) / this.lanes, ((lane + 1) * values.length) / this.lanes),
        ]),
      ),
    )
  }

  /** Replaces the state of every lane. */
  setValues(values: readonly LaneValues[]): void {
    this.#replaceState(stackLanes(this.#model, values))
  }

  dispose(): void {
    tf.dispose([this.#state, this.#constants, ...this.#pieces.values()])
  }

  #replaceState(results: Readonly<Record<string, Tensor>>): void {
    const names = stateNames(this.#model)
    const old = this.#state
    this.#state = Object.fromEntries(names.map((name) => [name, results[name]]))
    // Not `tf.dispose`, which walks whatever it is given and costs more than the disposing.
    for (const tensor of Object.values(old)) tensor.dispose()
  }

  /** A piece is looked at after every epoch: its tensors are made once. */
  #pieceTensors(piece: EvalPiece): Record<string, Tensor> {
    const known = this.#pieces.get(piece)
    if (known) return known
    const { lanes } = this
    const { evalSize } = this.#shape
    const column = [lanes, evalSize, 1] as [number, number, number]
    const made = {
      evalRows: tf.tensor2d(piece.rows, [lanes, evalSize], 'int32'),
      evalMask: tf.tensor3d(piece.mask, column),
      ...(piece.monitor && { monitorMask: tf.tensor3d(piece.monitor, column) }),
    }
    this.#pieces.set(piece, made)
    return made
  }

  #tableShape(): readonly (readonly number[])[] {
    return [this.#constants['x'].shape, this.#constants['y'].shape]
  }
}

/** The variables alone: looking at rows needs no optimizer slots. */
function pickState(state: NamedTensors, model: LaneModel): NamedTensors {
  return Object.fromEntries(model.variables.map(({ name }) => [name, state[name]]))
}

/**
 * The state of a lane before its first step.
 * @param drawn variables that are drawn already: they are left out, and so are slots of theirs that begin with zeros
 */
export function firstValues(setup: LaneSetup, drawn: ReadonlySet<string> = new Set()): LaneValues {
  const { model } = setup
  const slots = optimizerProgram(model.optimizer).slots(model.optimizer)
  const values: Record<string, Float32Array> = {}
  for (const variable of model.variables) {
    const isDrawn = drawn.has(variable.name)
    if (!isDrawn) values[variable.name] = initialWeights(variable.initializer, variable, setup.weightKey(variable.name))
    if (!variable.trainable) continue
    for (const [slot, value] of Object.entries(slots)) {
      if (isDrawn && value === 0) continue
      values[slotName(variable.name, slot)] = new Float32Array(variable.rows * variable.columns).fill(value)
    }
  }
  return values
}

/** One tensor `[lanes, rows, columns]` for each variable and slot. */
function stackLanes(model: LaneModel, values: readonly LaneValues[]): Record<string, Tensor> {
  const shapes = new Map(model.variables.map(({ name, rows, columns }) => [name, [rows, columns] as const]))
  const state: Record<string, Tensor> = {}
  for (const name of stateNames(model)) {
    const variable = shapes.has(name) ? name : name.slice(0, name.lastIndexOf(':'))
    const [rows, columns] = present(shapes.get(variable), `the shape of ${variable}`)
    const stacked = new Float32Array(values.length * rows * columns)
    values.forEach((lane, i) => {
      stacked.set(lane[name], i * rows * columns)
    })
    state[name] = tf.tensor3d(stacked, [values.length, rows, columns])
  }
  return state
}

/** The prepared tables one below the other: row `r` of fold `f` stands at `f * rows + r`. */
function tables(folds: readonly FoldData[]): { readonly x: Tensor; readonly y: Tensor } {
  const { width, outputs } = folds[0]
  return {
    x: stackedTable(
      folds.map(({ features }) => features.whole()),
      width,
    ),
    y: stackedTable(
      folds.map(({ targets }) => targets),
      outputs,
    ),
  }
}

function stackedTable(parts: readonly Float32Array[], columns: number): Tensor {
  const values = new Float32Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    values.set(part, offset)
    offset += part.length
  }
  return tf.tensor2d(values, [values.length / columns, columns])
}

function numberTensors(setups: readonly LaneSetup[]): Record<string, Tensor> {
  const perLane = setups.map(({ model }) => laneNumbers(model))
  return Object.fromEntries(
    Object.keys(perLane[0]).map((name) => [
      `#${name}`,
      tf.tensor3d(
        perLane.map((numbers) => numbers[name]),
        [setups.length, 1, 1],
      ),
    ]),
  )
}

function segmentTensors({ lanes, batch, steps }: SegmentShape, feed: SegmentFeed): Record<string, Tensor> {
  const perStep = (values: Float32Array) => tf.tensor4d(values, [steps, lanes, 1, 1])
  return {
    rows: tf.tensor3d(feed.rows, [steps, lanes, batch], 'int32'),
    rates: perStep(feed.rates),
    ...(feed.decays && { decays: perStep(feed.decays) }),
    ...(feed.rowWeights && { rowWeights: tf.tensor4d(feed.rowWeights, [steps, lanes, batch, 1]) }),
    ...(feed.seeds && { seeds: tf.tensor2d(feed.seeds, [feed.seeds.length / 2, 2], 'int32') }),
    ...(feed.lastCounts && { count: tf.tensor3d(feed.lastCounts, [lanes, 1, 1]) }),
    ...(feed.mask && { mask: tf.tensor4d(feed.mask, [steps, lanes, batch, 1]) }),
  }
}

/** Sums per lane of results `[lanes]`, or `[steps, lanes]`: added up in double precision. */
function readSums(results: Readonly<Record<string, Tensor>>, names: readonly string[], lanes: number): LaneSums {
  const sums = names.map((name) => {
    const perLane = new Float64Array(lanes)
    results[name].dataSync<'float32'>().forEach((value, i) => {
      perLane[i % lanes] += value
    })
    return [name, perLane] as const
  })
  tf.dispose(names.map((name) => results[name]))
  return Object.fromEntries(sums)
}
