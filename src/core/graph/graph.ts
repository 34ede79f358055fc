/**
 * A computation as a graph of plain operations, which ONNX and TensorFlow both have. It is built once from a model
 * (`exports/modelGraph.ts`) and written in each format by one table of operations (`onnxFile.ts`, `tensorflowFile.ts`).
 */

export type ValueType = 'float32' | 'float64' | 'int64' | 'string' | 'bool'

/** A tensor of the graph: `[rows, columns]` unless it is a constant. */
export interface GraphValue {
  readonly id: string
  readonly type: ValueType
}

/** Operations with one result. All work on `[rows, columns]` and broadcast over rows. */
export interface GraphOperations {
  readonly add: object
  readonly sub: object
  readonly mul: object
  readonly div: object
  readonly min: object
  readonly max: object
  readonly matMul: object
  readonly relu: object
  readonly elu: object
  readonly selu: object
  readonly leakyRelu: { readonly slope: number }
  readonly tanh: object
  readonly sigmoid: object
  readonly softplus: object
  readonly softsign: object
  readonly erf: object
  readonly sqrt: object
  /** Over the columns of each row. */
  readonly softmax: object
  /** Mean of each row, `[rows, 1]`. */
  readonly rowMean: object
  readonly isNaN: object
  /** Inputs: condition, value where it holds, value where it does not. */
  readonly where: object
  readonly greater: object
  readonly cast: { readonly to: ValueType }
  /** Side by side. */
  readonly concat: object
  /** Columns by number, in the order given. */
  readonly pick: { readonly columns: readonly number[] }
  /** The number of each text, `other` for a text that is not among the keys: `[rows, 1]`, int64. */
  readonly lookup: { readonly keys: readonly string[]; readonly values: readonly number[]; readonly other: number }
  /** From int64 `[rows, 1]` to float32 `[rows, size]`: 1 at the number, all 0 for -1. */
  readonly oneHot: { readonly size: number }
  /** Number of the first largest column, int64 `[rows, 1]`. */
  readonly argMax: object
  /** The text of each number, `[rows, 1]`. */
  readonly textOf: { readonly texts: readonly string[] }
}

export type OperationName = keyof GraphOperations

/** One operation with its attributes. */
export interface GraphNode<Name extends OperationName = OperationName> {
  readonly op: Name
  readonly attributes: GraphOperations[Name]
  readonly inputs: readonly GraphValue[]
  readonly output: GraphValue
}

/** A constant of one row: `[1, values.length]`, or `[rows, columns]` where a shape is given. */
export interface GraphConstant {
  readonly value: GraphValue
  readonly shape: readonly [number, number]
  readonly values: Float32Array | Float64Array
}

/** A raw column that the graph takes, `[rows, 1]`. */
export interface GraphInput {
  /** As the column is called in the CSV. */
  readonly name: string
  readonly value: GraphValue
}

/** A result, `[rows, columns]`. */
export interface GraphOutput {
  readonly name: string
  readonly value: GraphValue
  readonly columns: number
}

/** Nodes stand in an order in which they can be computed. */
export interface ModelGraph {
  readonly inputs: readonly GraphInput[]
  readonly constants: readonly GraphConstant[]
  readonly nodes: readonly GraphNode[]
  readonly outputs: readonly GraphOutput[]
}

/** Operations whose result is of another type than their first input. */
const RESULT_TYPE: Partial<Readonly<Record<OperationName, ValueType>>> = {
  isNaN: 'bool',
  greater: 'bool',
  lookup: 'int64',
  oneHot: 'float32',
  argMax: 'int64',
  textOf: 'string',
}

/** Builds a graph operation by operation. */
export class GraphBuilder {
  readonly #prefix: string
  readonly #inputs: GraphInput[] = []
  readonly #constants: GraphConstant[] = []
  readonly #nodes: GraphNode[] = []
  readonly #outputs: GraphOutput[] = []
  #count = 0

  /** @param names names of columns, which no value inside the graph may bear. */
  constructor(names: readonly string[]) {
    let prefix = 'holdout'
    while (names.some((name) => name.startsWith(prefix))) prefix += '_'
    this.#prefix = prefix
  }

  input(name: string, type: ValueType): GraphValue {
    const value = { id: name, type }
    this.#inputs.push({ name, value })
    return value
  }

  /** One row of single-precision numbers, or a matrix of `rows` rows. */
  constant(values: Float32Array | readonly number[], rows = 1): GraphValue {
    return this.#addConstant('float32', Float32Array.from(values), rows)
  }

  /** One row of double-precision numbers. */
  exactConstant(values: readonly number[]): GraphValue {
    return this.#addConstant('float64', Float64Array.from(values), 1)
  }

  apply<Name extends OperationName>(
    op: Name,
    inputs: readonly GraphValue[],
    ...attributes: object extends GraphOperations[Name] ? [] : [GraphOperations[Name]]
  ): GraphValue {
    const given = attributes[0] ?? {}
    const output = { id: this.#nextId(), type: typeOf(op, inputs, given) }
    this.#nodes.push({ op, attributes: given, inputs, output })
    return output
  }

  output(name: string, value: GraphValue, columns: number): void {
    this.#outputs.push({ name, value, columns })
  }

  finish(): ModelGraph {
    return { inputs: this.#inputs, constants: this.#constants, nodes: this.#nodes, outputs: this.#outputs }
  }

  #addConstant(type: ValueType, values: Float32Array | Float64Array, rows: number): GraphValue {
    const value = { id: this.#nextId(), type }
    this.#constants.push({ value, shape: [rows, values.length / rows], values })
    return value
  }

  #nextId(): string {
    return `${this.#prefix}/${String(this.#count++)}`
  }
}

function typeOf(op: OperationName, inputs: readonly GraphValue[], attributes: object): ValueType {
  if (op === 'cast') return (attributes as GraphOperations['cast']).to
  if (op === 'where') return inputs[1].type
  return RESULT_TYPE[op] ?? inputs[0].type
}
