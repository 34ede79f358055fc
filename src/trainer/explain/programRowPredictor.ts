/** Predicts many prepared rows by trained fits of one architecture: the rows are spread over the lanes of one program. */
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { laneNumbers, type LaneModel } from '../program/laneModel.ts'
import { needsCompany } from '../program/needsCompany.ts'
import { predictRows } from '../program/predictRows.ts'
import type { ProgramCache } from '../program/programCache.ts'
import { inSlices, sliceSizes } from '../program/laneSlices.ts'
import type { RowOutputs, RowPredictor, RowTask } from './rowPredictor.ts'

/** Two slices of ten lanes; fewer where weights or rows are large. */
const MOST_LANES = 20
const MOST_WEIGHTS = 8_000_000
const MOST_INPUTS = 4_000_000

export class ProgramRowPredictor implements RowPredictor {
  readonly #key: string
  readonly #model: LaneModel
  readonly #size: number
  readonly #lanes: number
  readonly #backend: LaneBackend
  readonly #programs: ProgramCache

  /**
   * @param options.key names the architecture: fits of one key share programs
   * @param options.size rows in one call of a lane, as held-out rows are evaluated: predictions have the same bits
   */
  constructor(options: {
    readonly key: string
    readonly model: LaneModel
    readonly size: number
    readonly backend: LaneBackend
    readonly programs: ProgramCache
  }) {
    const { key, model, size, backend, programs } = options
    this.#key = key
    this.#model = model
    this.#size = size
    this.#backend = backend
    this.#programs = programs
    this.#lanes = lanesFor(model, size)
  }

  /** Predicts the rows of all tasks; `watched` are places of layers. */
  predict(tasks: readonly RowTask[], watched: readonly number[] = []): readonly RowOutputs[] {
    const results: RowOutputs[] = []
    for (let from = 0; from < tasks.length; from += this.#lanes)
      results.push(...this.#predictSome(tasks.slice(from, from + this.#lanes), watched))
    return results
  }

  /** At most as many tasks as there are lanes; each has an equal share of them. */
  #predictSome(tasks: readonly RowTask[], watched: readonly number[]): readonly RowOutputs[] {
    const share = Math.floor(this.#lanes / tasks.length)
    const taskOf = Array.from({ length: this.#lanes }, (_, lane) =>
      Math.min(tasks.length - 1, Math.floor(lane / share)),
    )
    const held = this.#heldTensors(taskOf.map((task) => tasks[task]))
    const results = tasks.map((task) => this.#empty(task, watched))
    const rounds = Math.max(...tasks.map(({ count }) => Math.ceil(count / (this.#size * share))))
    try {
      for (let round = 0; round < rounds; round++) {
        // Where in its task each lane begins; a lane too many repeats the first rows.
        const starts = taskOf.map((task, lane) => (round * share + ((lane - task * share) % share)) * this.#size)
        this.#predictRound(tasks, taskOf, starts, { held, results, watched })
      }
    } finally {
      tf.dispose(held)
    }
    return results
  }

  #predictRound(
    tasks: readonly RowTask[],
    taskOf: readonly number[],
    starts: readonly number[],
    {
      held,
      results,
      watched,
    }: {
      readonly held: Record<string, Tensor>
      readonly results: readonly RowOutputs[]
      readonly watched: readonly number[]
    },
  ): void {
    const [size, lanes, model] = [this.#size, this.#lanes, this.#model]
    const features = new Float32Array(lanes * size * model.inputs)
    taskOf.forEach((task, lane) => {
      const { count, write } = tasks[task]
      for (let i = 0; i < size; i++) {
        // Places without a row take the first: they change no least or largest value.
        const row = starts[lane] + i < count ? starts[lane] + i : 0
        write(row, features, (lane * size + i) * model.inputs)
      }
    })
    const given = tf.tensor3d(features, [lanes, size, model.inputs])
    const inputs = { ...held, given }
    const program = this.#programs.get(
      `${this.#key}|rows|${JSON.stringify([lanes, size, watched])}`,
      (its) =>
        inSlices(sliceSizes(lanes, this.#backend.threads), its, (_, part) =>
          predictRows(model, part, this.#backend, watched),
        ),
      inputs,
    )
    const answers = program.run(inputs)
    given.dispose()
    const read = Object.fromEntries(
      Object.entries(answers).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]),
    )
    tf.dispose(answers)
    this.#keep(tasks, taskOf, starts, { read, results, watched })
  }

  #keep(
    tasks: readonly RowTask[],
    taskOf: readonly number[],
    starts: readonly number[],
    {
      read,
      results,
      watched,
    }: {
      readonly read: Readonly<Record<string, Float32Array>>
      readonly results: readonly RowOutputs[]
      readonly watched: readonly number[]
    },
  ): void {
    const [size, model] = [this.#size, this.#model]
    taskOf.forEach((task, lane) => {
      const { outputs, ends } = results[task]
      const rows = Math.min(size, tasks[task].count - starts[lane])
      if (rows > 0) {
        const from = lane * size * model.outputs
        outputs.set(read['output'].subarray(from, from + rows * model.outputs), starts[lane] * model.outputs)
      }
      watched.forEach((layer, at) => {
        const units = model.layers[layer].outputUnits
        const [low, high] = [read[`low ${String(layer)}`], read[`high ${String(layer)}`]]
        for (let unit = 0; unit < units; unit++) {
          ends[at].low[unit] = Math.min(ends[at].low[unit], low[lane * units + unit])
          ends[at].high[unit] = Math.max(ends[at].high[unit], high[lane * units + unit])
        }
      })
    })
  }

  #empty({ count }: RowTask, watched: readonly number[]): RowOutputs {
    return {
      outputs: new Float32Array(count * this.#model.outputs),
      ends: watched.map((layer) => {
        const { outputUnits } = this.#model.layers[layer]
        return {
          low: new Float32Array(outputUnits).fill(Infinity),
          high: new Float32Array(outputUnits).fill(-Infinity),
        }
      }),
    }
  }

  /** Variables and numbers of every lane. */
  #heldTensors(perLane: readonly RowTask[]): Record<string, Tensor> {
    const held: Record<string, Tensor> = {}
    for (const { name, rows, columns } of this.#model.variables) {
      const stacked = new Float32Array(perLane.length * rows * columns)
      perLane.forEach(({ weights }, lane) => {
        stacked.set(weights[name], lane * rows * columns)
      })
      held[name] = tf.tensor3d(stacked, [perLane.length, rows, columns])
    }
    const numbers = perLane.map(({ model }) => laneNumbers(model))
    for (const name of Object.keys(numbers[0])) {
      held[`#${name}`] = tf.tensor3d(
        numbers.map((ofLane) => ofLane[name]),
        [perLane.length, 1, 1],
      )
    }
    return held
  }
}

function lanesFor(model: LaneModel, size: number): number {
  const weights = model.variables.reduce((total, { rows, columns }) => total + rows * columns, 0)
  const fitting = Math.min(MOST_LANES, MOST_WEIGHTS / weights, MOST_INPUTS / (size * model.inputs))
  return Math.max(needsCompany(model, [size]) ? 2 : 1, Math.floor(fitting))
}
