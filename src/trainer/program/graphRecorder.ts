/**
 * Records the TensorFlow operations that a function executes, as nodes of a graph.
 *
 * Every kernel of tfjs-node ends in `executeSingleOutput` or `executeMultipleOutputs`; watching these
 * two while a function runs once gives its whole computation. Tensors that no watched operation and no
 * declared input produced are constants.
 */
import type { NativeBackend, OpAttribute } from '../backend/nativeBackend.ts'
import type { DataId, Tensor } from '../backend/tensorTypes.ts'

/** Output `index` of node `node`. */
export interface NodeOutput {
  readonly node: string
  readonly index: number
}

export type GraphNode =
  | { readonly kind: 'input'; readonly name: string; readonly dtype: TensorType; readonly shape: readonly number[] }
  | {
      readonly kind: 'constant'
      readonly name: string
      readonly dtype: TensorType
      readonly shape: readonly number[]
      readonly bytes: Uint8Array
    }
  | {
      readonly kind: 'operation'
      readonly name: string
      readonly op: string
      readonly attributes: readonly OpAttribute[]
      readonly inputs: readonly NodeOutput[]
    }

export type TensorType = 'float32' | 'int32' | 'bool'

/** A recorded computation: nodes in topological order, the node of each input and the output of each result by name. */
export interface RecordedGraph {
  readonly nodes: readonly GraphNode[]
  readonly inputs: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, NodeOutput>
}

/** Runs `compute` once, eagerly, on `inputs`, and returns what it did as a graph, beside its results. */
export function recordGraph(
  backend: NativeBackend,
  inputs: Readonly<Record<string, Tensor>>,
  compute: () => Readonly<Record<string, Tensor>>,
): { readonly graph: RecordedGraph; readonly results: Readonly<Record<string, Tensor>> } {
  const recorder = new Recorder(backend)
  // Names come from people (a layer may be called anything); TensorFlow's node names may not.
  const nodes = new Map(Object.entries(inputs).map(([name, tensor]) => [name, recorder.declareInput(tensor)]))
  const results = recorder.watch(compute)
  const outputs = new Map(Object.entries(results).map(([name, tensor]) => [name, recorder.outputOf(tensor)]))
  return { graph: { nodes: recorder.nodes, inputs: nodes, outputs }, results }
}

class Recorder {
  readonly nodes: GraphNode[] = []
  readonly #known = new Map<DataId, NodeOutput>()
  readonly #constants = new Map<string, NodeOutput>()
  readonly #backend: NativeBackend

  constructor(backend: NativeBackend) {
    this.#backend = backend
  }

  declareInput(tensor: Tensor): string {
    const name = `i${this.nodes.length}`
    this.nodes.push({ kind: 'input', name, dtype: tensorType(tensor), shape: tensor.shape })
    this.#known.set(tensor.dataId, { node: name, index: 0 })
    return name
  }

  /** Watches the backend while `compute` runs; the backend is as it was afterwards, whatever happens. */
  watch<Result>(compute: () => Result): Result {
    const backend = this.#backend
    const single = backend.executeSingleOutput.bind(backend)
    const multiple = backend.executeMultipleOutputs.bind(backend)
    backend.executeSingleOutput = (op, attributes, inputs) => {
      const output = single(op, attributes, inputs)
      this.#add(op, attributes, inputs, [output])
      return output
    }
    backend.executeMultipleOutputs = (op, attributes, inputs, count) => {
      const outputs = multiple(op, attributes, inputs, count)
      this.#add(op, attributes, inputs, outputs)
      return outputs
    }
    try {
      return compute()
    } finally {
      backend.executeSingleOutput = single
      backend.executeMultipleOutputs = multiple
    }
  }

  outputOf(tensor: Tensor): NodeOutput {
    return this.#known.get(tensor.dataId) ?? this.#constant(tensor)
  }

  #add(op: string, attributes: OpAttribute[], inputs: Tensor[], outputs: Tensor[]): void {
    const name = `n${this.nodes.length}`
    const complete = attributes.length > 0 ? attributes : [this.#inferredType(inputs[0])]
    const node = {
      kind: 'operation' as const,
      name,
      op,
      attributes: complete,
      inputs: inputs.map((input) => this.outputOf(input)),
    }
    // Constants found while mapping the inputs come first: nodes stay in topological order.
    this.nodes.push(node)
    outputs.forEach((output, index) => this.#known.set(output.dataId, { node: name, index }))
  }

  /** Eager execution infers the type where a kernel names no attribute at all; a graph wants it written. */
  #inferredType(input: Tensor): OpAttribute {
    const { binding } = this.#backend
    const types = { float32: binding.TF_FLOAT, int32: binding.TF_INT32, bool: binding.TF_BOOL }
    return { name: 'T', type: binding.TF_ATTR_TYPE, value: types[tensorType(input)] }
  }

  /** A constant's node, shared by equal constants. */
  #constant(tensor: Tensor): NodeOutput {
    const values = this.#backend.readSync(tensor.dataId)
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
    const dtype = tensorType(tensor)
    const key = `${dtype}[${tensor.shape.join()}]${Buffer.from(bytes.buffer).toString('latin1')}`
    const known = this.#constants.get(key)
    if (known) return known
    const output = { node: `c${this.nodes.length}`, index: 0 }
    this.nodes.push({ kind: 'constant', name: output.node, dtype, shape: tensor.shape, bytes })
    this.#constants.set(key, output)
    return output
  }
}

function tensorType(tensor: Tensor): TensorType {
  const { dtype } = tensor
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype
  throw new TypeError(`a program's tensors are float32, int32 or bool. Received: ${dtype}`)
}
