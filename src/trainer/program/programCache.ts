/** Programs of one process, made once per shape and kept. */
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import { tf } from '../backend/tf.ts'
import { compileGraph, type Program } from './compiledProgram.ts'
import { recordGraph } from './graphRecorder.ts'

export type Compute = (inputs: NamedTensors) => Record<string, Tensor>

export class ProgramCache {
  /** How many programs were compiled so far. */
  compiled = 0
  readonly #programs = new Map<string, Program>()
  readonly #backend: LaneBackend
  readonly #mode: 'compiled' | 'eager'

  constructor(backend: LaneBackend, mode: 'compiled' | 'eager') {
    this.#backend = backend
    this.#mode = mode
  }

  /**
   * The program for `key`; made from `compute` where there is none yet. `example` is what it will be called with: its
   * shapes are the program's. Compiling runs `compute` once and throws the results away, so that every
   * step of a run comes from the same program.
   */
  get(key: string, compute: Compute, example: NamedTensors): Program {
    const known = this.#programs.get(key)
    if (known) return known
    const program = this.#make(compute, example)
    this.#programs.set(key, program)
    return program
  }

  dispose(): void {
    for (const program of this.#programs.values()) program.dispose()
    this.#programs.clear()
  }

  #make(compute: Compute, example: NamedTensors): Program {
    const { native } = this.#backend
    if (this.#mode === 'eager' || !native) return eagerProgram(compute)
    this.compiled++
    tf.engine().startScope()
    try {
      const { graph } = recordGraph(native, example, () => compute(example))
      return compileGraph(native, graph)
    } finally {
      tf.engine().endScope()
    }
  }
}

function eagerProgram(compute: Compute): Program {
  return { run: (inputs) => tf.tidy(() => detached(compute(inputs), inputs)), dispose: () => undefined }
}

/** A result that is an input is copied: callers own both, and dispose of both. */
function detached(results: Record<string, Tensor>, inputs: NamedTensors): Record<string, Tensor> {
  const given = new Set(Object.values(inputs))
  return Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => [name, given.has(tensor) ? tensor.clone() : tensor]),
  )
}
