/**
 * A model graph as a TensorFlow SavedModel: one signature, `serving_default`, whose inputs are the raw columns of a CSV by
 * name. Weights are constants of the graph, so the folder needs no variables.
 */
import type { GraphConstant, GraphNode, GraphValue, ModelGraph, OperationName, ValueType } from '../graph/graph.ts'
import { ProtobufWriter } from './protobufWriter.ts'

/** Numbers of `DataType`. */
const DATA_TYPE = { float32: 1, float64: 2, int32: 3, string: 7, int64: 9, bool: 10 } as const
type DataType = keyof typeof DATA_TYPE

/** Any producer since TensorFlow 2.0 reads this graph version; see `TF_GRAPH_DEF_VERSION`. */
const GRAPH_PRODUCER = 1087

type Attribute =
  | { readonly type: DataType }
  | { readonly int: number }
  | { readonly float: number }
  | { readonly flag: boolean }
  | { readonly shape: readonly number[] }
  | { readonly tensor: TensorConstant }

interface TensorConstant {
  readonly type: DataType
  readonly shape: readonly number[]
  readonly values: Float32Array | Float64Array | Int32Array | readonly string[]
}

interface TensorFlowNode {
  readonly op: string
  readonly name: string
  readonly inputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** Names of nodes: a column may be called anything, a node may not. */
class NodeNames {
  readonly #names = new Map<string, string>()

  of({ id }: GraphValue): string {
    const known = this.#names.get(id)
    if (known !== undefined) return known
    const name = `n${String(this.#names.size)}`
    this.#names.set(id, name)
    return name
  }
}

type Writer<Name extends OperationName> = (node: GraphNode<Name>, names: NodeNames) => readonly TensorFlowNode[]

/** An operation that is one node of TensorFlow with the same inputs. */
function plain(op: string): Writer<OperationName> {
  return ({ inputs, output }, names) => [
    {
      op,
      name: names.of(output),
      inputs: inputs.map((input) => names.of(input)),
      attributes: { T: { type: (inputs.at(-1) ?? output).type } },
    },
  ]
}

function constantNode(name: string, tensor: TensorConstant): TensorFlowNode {
  return { op: 'Const', name, inputs: [], attributes: { dtype: { type: tensor.type }, value: { tensor } } }
}

const integers = (...values: readonly number[]): TensorConstant => ({
  type: 'int32',
  shape: [values.length],
  values: Int32Array.from(values),
})
const integer = (value: number): TensorConstant => ({ type: 'int32', shape: [], values: Int32Array.of(value) })
const single = (shape: readonly number[], values: readonly number[]): TensorConstant => ({
  type: 'float32',
  shape,
  values: Float32Array.from(values),
})
const strings = (shape: readonly number[], values: readonly string[]): TensorConstant => ({
  type: 'string',
  shape,
  values,
})

const OPERATIONS: { readonly [Name in OperationName]: Writer<Name> } = {
  add: plain('AddV2'),
  sub: plain('Sub'),
  mul: plain('Mul'),
  div: plain('RealDiv'),
  min: plain('Minimum'),
  max: plain('Maximum'),
  matMul: plain('MatMul'),
  relu: plain('Relu'),
  elu: plain('Elu'),
  selu: plain('Selu'),
  leakyRelu: (node, names) => {
    const [written] = plain('LeakyRelu')(node, names)
    return [{ ...written, attributes: { ...written.attributes, alpha: { float: node.attributes.slope } } }]
  },
  tanh: plain('Tanh'),
  sigmoid: plain('Sigmoid'),
  softplus: plain('Softplus'),
  softsign: plain('Softsign'),
  erf: plain('Erf'),
  sqrt: plain('Sqrt'),
  softmax: plain('Softmax'),
  rowMean: ({ inputs, output }, names) => {
    const name = names.of(output)
    const attributes = { T: { type: output.type }, Tidx: { type: 'int32' }, keep_dims: { flag: true } } as const
    return [
      constantNode(`${name}/axis`, integers(1)),
      { op: 'Mean', name, inputs: [names.of(inputs[0]), `${name}/axis`], attributes },
    ]
  },
  isNaN: plain('IsNan'),
  where: plain('SelectV2'),
  greater: plain('Greater'),
  cast: ({ inputs, output }, names) => [
    {
      op: 'Cast',
      name: names.of(output),
      inputs: [names.of(inputs[0])],
      attributes: { SrcT: { type: inputs[0].type }, DstT: { type: output.type } },
    },
  ],
  concat: ({ inputs, output }, names) => {
    const name = names.of(output)
    const attributes = { N: { int: inputs.length }, T: { type: output.type }, Tidx: { type: 'int32' } } as const
    return [
      constantNode(`${name}/axis`, integer(1)),
      { op: 'ConcatV2', name, inputs: [...inputs.map((input) => names.of(input)), `${name}/axis`], attributes },
    ]
  },
  pick: ({ inputs, output, attributes: { columns } }, names) => {
    const name = names.of(output)
    return [constantNode(`${name}/columns`, integers(...columns)), ...gather(name, names.of(inputs[0]), output.type, 1)]
  },
  lookup: lookupNodes,
  oneHot: ({ inputs, output, attributes: { size } }, names) => {
    const name = names.of(output)
    const attributes = { T: { type: 'float32' }, TI: { type: 'int64' }, axis: { int: -1 } } as const
    return [
      ...flat(`${name}/flat`, names.of(inputs[0]), 'int64', [-1]),
      constantNode(`${name}/depth`, integer(size)),
      constantNode(`${name}/on`, single([], [1])),
      constantNode(`${name}/off`, single([], [0])),
      { op: 'OneHot', name, inputs: [`${name}/flat`, `${name}/depth`, `${name}/on`, `${name}/off`], attributes },
    ]
  },
  argMax: ({ inputs, output }, names) => {
    const name = names.of(output)
    const attributes = { T: { type: 'float32' }, Tidx: { type: 'int32' }, output_type: { type: 'int64' } } as const
    return [
      constantNode(`${name}/axis`, integer(1)),
      { op: 'ArgMax', name: `${name}/flat`, inputs: [names.of(inputs[0]), `${name}/axis`], attributes },
      ...flat(name, `${name}/flat`, 'int64', [-1, 1]),
    ]
  },
  textOf: ({ inputs, output, attributes: { texts } }, names) => {
    const name = names.of(output)
    const attributes = { Tparams: { type: 'string' }, Tindices: { type: 'int64' }, Taxis: { type: 'int32' } } as const
    return [
      constantNode(`${name}/texts`, strings([texts.length], texts)),
      constantNode(`${name}/axis`, integer(0)),
      { op: 'GatherV2', name, inputs: [`${name}/texts`, names.of(inputs[0]), `${name}/axis`], attributes },
    ]
  },
}

/** Columns of a matrix by the numbers in `NAME/columns`. */
function gather(name: string, from: string, type: ValueType, axis: number): readonly TensorFlowNode[] {
  const attributes = { Tparams: { type }, Tindices: { type: 'int32' }, Taxis: { type: 'int32' } } as const
  return [
    constantNode(`${name}/axis`, integer(axis)),
    { op: 'GatherV2', name, inputs: [from, `${name}/columns`, `${name}/axis`], attributes },
  ]
}

function flat(name: string, from: string, type: DataType, shape: readonly number[]): readonly TensorFlowNode[] {
  return [
    constantNode(`${name}/shape`, integers(...shape)),
    {
      op: 'Reshape',
      name,
      inputs: [from, `${name}/shape`],
      attributes: { T: { type }, Tshape: { type: 'int32' } },
    },
  ]
}

/** TensorFlow's tables have a state; a comparison with every key has none, and needs no initialization. */
function lookupNodes({ inputs, output, attributes }: GraphNode<'lookup'>, names: NodeNames): readonly TensorFlowNode[] {
  const { keys, values, other } = attributes
  const name = names.of(output)
  const part = (what: string) => `${name}/${what}`
  const float = { T: { type: 'float32' } } as const
  const above = values.map((value) => value - other)
  return [
    constantNode(part('keys'), strings([1, keys.length], keys)),
    {
      op: 'Equal',
      name: part('equal'),
      inputs: [names.of(inputs[0]), part('keys')],
      attributes: { T: { type: 'string' } },
    },
    {
      op: 'Cast',
      name: part('found'),
      inputs: [part('equal')],
      attributes: { SrcT: { type: 'bool' }, DstT: { type: 'float32' } },
    },
    constantNode(part('values'), single([keys.length, 1], above)),
    { op: 'MatMul', name: part('value'), inputs: [part('found'), part('values')], attributes: float },
    constantNode(part('other'), single([], [other])),
    { op: 'AddV2', name: part('number'), inputs: [part('value'), part('other')], attributes: float },
    {
      op: 'Cast',
      name,
      inputs: [part('number')],
      attributes: { SrcT: { type: 'float32' }, DstT: { type: 'int64' } },
    },
  ]
}

/** A SavedModel's one file, and what a program must name to run it. */
export interface TensorFlowFile {
  /** The bytes of `saved_model.pb`. */
  readonly bytes: Uint8Array
  /** The node of each input and output, by its public name. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
}

/** Writes a graph as a SavedModel with the tag `serve`. */
export function tensorflowFile(graph: ModelGraph): TensorFlowFile {
  const names = new NodeNames()
  const nodes = [
    ...graph.inputs.map(({ value }) => placeholder(names.of(value), value.type)),
    ...graph.constants.map((constant) => constantNode(names.of(constant.value), tensorOf(constant))),
    ...graph.nodes.flatMap((node) => (OPERATIONS[node.op] as Writer<OperationName>)(node, names)),
  ]
  const writer = new ProtobufWriter().integer(1, 1).message(2, (meta) => {
    meta.message(1, (info) => info.text(4, 'serve').text(5, '2.16.0'))
    meta.message(2, (definition) => {
      for (const node of nodes)
        definition.message(1, (inner) => {
          writeNode(inner, node)
        })
      definition.message(4, (versions) => versions.integer(1, GRAPH_PRODUCER))
    })
    meta.entry(5, 'serving_default', (signature) => {
      writeSignature(signature, graph, names)
    })
  })
  const byName = (values: readonly { readonly name: string; readonly value: GraphValue }[]) =>
    Object.fromEntries(values.map(({ name, value }) => [name, names.of(value)]))
  return { bytes: writer.finish(), inputs: byName(graph.inputs), outputs: byName(graph.outputs) }
}

function placeholder(name: string, type: DataType): TensorFlowNode {
  return { op: 'Placeholder', name, inputs: [], attributes: { dtype: { type }, shape: { shape: [-1, 1] } } }
}

function tensorOf({ value, shape, values }: GraphConstant): TensorConstant {
  return { type: value.type, shape, values }
}

function writeSignature(writer: ProtobufWriter, { inputs, outputs }: ModelGraph, names: NodeNames): void {
  const write = (field: number, name: string, value: GraphValue, columns: number) =>
    writer.entry(field, name, (info) => {
      info.text(1, `${names.of(value)}:0`).integer(2, DATA_TYPE[value.type])
      info.message(3, (shape) => {
        writeShape(shape, [-1, columns])
      })
    })
  for (const { name, value } of inputs) write(1, name, value, 1)
  for (const { name, value, columns } of outputs) write(2, name, value, columns)
  writer.text(3, 'tensorflow/serving/predict')
}

function writeNode(writer: ProtobufWriter, { op, name, inputs, attributes }: TensorFlowNode): void {
  writer.text(1, name).text(2, op)
  for (const input of inputs) writer.text(3, input)
  for (const [key, value] of Object.entries(attributes))
    writer.entry(5, key, (inner) => {
      writeAttribute(inner, value)
    })
}

function writeAttribute(writer: ProtobufWriter, attribute: Attribute): void {
  if ('type' in attribute) writer.integer(6, DATA_TYPE[attribute.type])
  else if ('int' in attribute) writer.integer(3, attribute.int)
  else if ('float' in attribute) writer.float(4, attribute.float)
  else if ('flag' in attribute) writer.integer(5, attribute.flag ? 1 : 0)
  else if ('shape' in attribute)
    writer.message(7, (shape) => {
      writeShape(shape, attribute.shape)
    })
  else
    writer.message(8, (tensor) => {
      writeTensor(tensor, attribute.tensor)
    })
}

function writeTensor(writer: ProtobufWriter, { type, shape, values }: TensorConstant): void {
  writer.integer(1, DATA_TYPE[type]).message(2, (inner) => {
    writeShape(inner, shape)
  })
  if (ArrayBuffer.isView(values)) writer.bytes(4, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  else for (const text of values) writer.text(8, text)
}

function writeShape(writer: ProtobufWriter, sizes: readonly number[]): void {
  for (const size of sizes) writer.message(2, (dimension) => dimension.integer(1, size))
}
