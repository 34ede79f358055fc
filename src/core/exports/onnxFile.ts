/** A model graph as an ONNX file: opset 17, and version 3 of ai.onnx.ml for texts. Read by onnxruntime 1.12 and later. */
import type { GraphConstant, GraphNode, GraphValue, ModelGraph, OperationName, ValueType } from '../graph/graph.ts'
import { ProtobufWriter } from './protobufWriter.ts'

const OPSET = 17
const MACHINE_LEARNING_OPSET = 3
/** The version of the format that came with opset 17. */
const IR_VERSION = 8
const MACHINE_LEARNING = 'ai.onnx.ml'

/** `TensorProto.DataType`. */
const DATA_TYPE: Readonly<Record<ValueType, number>> = { float32: 1, int64: 7, string: 8, bool: 9, float64: 11 }

type Attribute = number | { readonly float: number } | readonly number[] | readonly string[] | string

interface OnnxNode {
  readonly type: string
  readonly domain?: string
  readonly inputs: readonly string[]
  readonly output: string
  readonly attributes?: Readonly<Record<string, Attribute>>
}

type Writer<Name extends OperationName> = (node: GraphNode<Name>) => readonly OnnxNode[]

/** An operation that is one node of ONNX with the same inputs. */
function plain(type: string, attributes?: OnnxNode['attributes']): Writer<OperationName> {
  return ({ inputs, output }) => [
    { type, inputs: inputs.map(({ id }) => id), output: output.id, ...(attributes && { attributes }) },
  ]
}

/** A table of texts and numbers, by ai.onnx.ml's LabelEncoder. */
function labelEncoder({ inputs, output }: GraphNode, attributes: OnnxNode['attributes']): readonly OnnxNode[] {
  return [
    {
      type: 'LabelEncoder',
      domain: MACHINE_LEARNING,
      inputs: [inputs[0].id],
      output: output.id,
      ...(attributes && { attributes }),
    },
  ]
}

const OPERATIONS: { readonly [Name in OperationName]: Writer<Name> } = {
  add: plain('Add'),
  sub: plain('Sub'),
  mul: plain('Mul'),
  div: plain('Div'),
  min: plain('Min'),
  max: plain('Max'),
  matMul: plain('MatMul'),
  relu: plain('Relu'),
  elu: plain('Elu'),
  selu: plain('Selu'),
  leakyRelu: (node) => plain('LeakyRelu', { alpha: { float: node.attributes.slope } })(node),
  tanh: plain('Tanh'),
  sigmoid: plain('Sigmoid'),
  softplus: plain('Softplus'),
  softsign: plain('Softsign'),
  erf: plain('Erf'),
  sqrt: plain('Sqrt'),
  softmax: plain('Softmax', { axis: 1 }),
  rowMean: plain('ReduceMean', { axes: [1], keepdims: 1 }),
  isNaN: plain('IsNaN'),
  where: plain('Where'),
  greater: plain('Greater'),
  cast: (node) => plain('Cast', { to: DATA_TYPE[node.attributes.to] })(node),
  concat: plain('Concat', { axis: 1 }),
  pick: (node) => {
    const columns = `${node.output.id}/columns`
    const constant: OnnxNode['attributes'] = { value_ints: node.attributes.columns }
    const axis: OnnxNode['attributes'] = { axis: 1 }
    return [
      { type: 'Constant', inputs: [], output: columns, attributes: constant },
      { type: 'Gather', inputs: [node.inputs[0].id, columns], output: node.output.id, attributes: axis },
    ]
  },
  lookup: (node) => {
    const { keys, values, other } = node.attributes
    return labelEncoder(node, { keys_strings: keys, values_int64s: values, default_int64: other })
  },
  oneHot: (node) => {
    const wide = `${node.output.id}/wide`
    const attributes = { cats_int64s: [...Array(node.attributes.size).keys()], zeros: 1 }
    return [
      { type: 'OneHotEncoder', domain: MACHINE_LEARNING, inputs: [node.inputs[0].id], output: wide, attributes },
      { type: 'Flatten', inputs: [wide], output: node.output.id, attributes: { axis: 1 } },
    ]
  },
  argMax: plain('ArgMax', { axis: 1, keepdims: 1 }),
  textOf: (node) => {
    const { texts } = node.attributes
    return labelEncoder(node, { keys_int64s: [...texts.keys()], values_strings: texts })
  },
}

/** What is written about the model beside its graph. */
export interface OnnxNotes {
  readonly name: string
  readonly producerVersion: string
  readonly description: string
  readonly metadata: Readonly<Record<string, string>>
}

/** The bytes of the ONNX file. */
export function onnxFile(graph: ModelGraph, notes: OnnxNotes): Uint8Array {
  const writer = new ProtobufWriter()
  writer.integer(1, IR_VERSION).text(2, 'Holdout').text(3, notes.producerVersion).text(6, notes.description)
  writer.message(7, (inner) => {
    writeGraph(inner, graph, notes.name)
  })
  writer.message(8, (opset) => opset.text(1, '').integer(2, OPSET))
  writer.message(8, (opset) => opset.text(1, MACHINE_LEARNING).integer(2, MACHINE_LEARNING_OPSET))
  for (const [key, value] of Object.entries(notes.metadata))
    writer.message(14, (entry) => entry.text(1, key).text(2, value))
  return writer.finish()
}

function writeGraph(writer: ProtobufWriter, { inputs, constants, nodes, outputs }: ModelGraph, name: string): void {
  // A result must be called by its public name inside the graph too.
  const publicNames = new Map(outputs.map((output) => [output.value.id, output.name]))
  const renamed = (id: string) => publicNames.get(id) ?? id
  for (const node of nodes) {
    const write = OPERATIONS[node.op] as Writer<OperationName>
    for (const written of write(node))
      writer.message(1, (inner) => {
        writeNode(inner, written, renamed)
      })
  }
  writer.text(2, name)
  for (const constant of constants)
    writer.message(5, (inner) => {
      writeTensor(inner, constant)
    })
  for (const { name: input, value } of inputs)
    writer.message(11, (inner) => {
      writeValueInfo(inner, input, value, 1)
    })
  for (const { name: output, value, columns } of outputs)
    writer.message(12, (inner) => {
      writeValueInfo(inner, output, value, columns)
    })
}

function writeNode(writer: ProtobufWriter, node: OnnxNode, renamed: (id: string) => string): void {
  for (const input of node.inputs) writer.text(1, renamed(input))
  writer.text(2, renamed(node.output)).text(3, node.output).text(4, node.type)
  for (const [name, value] of Object.entries(node.attributes ?? {}))
    writer.message(5, (inner) => {
      writeAttribute(inner.text(1, name), value)
    })
  if (node.domain !== undefined) writer.text(7, node.domain)
}

/** Numbers of `AttributeProto.AttributeType`. */
const ATTRIBUTE = { float: 1, int: 2, string: 3, ints: 7, strings: 8 } as const

function writeAttribute(writer: ProtobufWriter, value: Attribute): void {
  if (typeof value === 'number') writer.integer(3, value).integer(20, ATTRIBUTE.int)
  else if (typeof value === 'string') writer.text(4, value).integer(20, ATTRIBUTE.string)
  else if ('float' in value) writer.float(2, value.float).integer(20, ATTRIBUTE.float)
  else if (value.every((item) => typeof item === 'number')) {
    for (const item of value) writer.integer(8, item)
    writer.integer(20, ATTRIBUTE.ints)
  } else {
    for (const item of value) writer.text(9, item)
    writer.integer(20, ATTRIBUTE.strings)
  }
}

function writeTensor(writer: ProtobufWriter, { value, shape, values }: GraphConstant): void {
  for (const size of shape) writer.integer(1, size)
  writer.integer(2, DATA_TYPE[value.type]).text(8, value.id)
  writer.bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
}

function writeValueInfo(writer: ProtobufWriter, name: string, { type }: GraphValue, columns: number): void {
  writer.text(1, name).message(2, (typeProto) =>
    typeProto.message(1, (tensor) =>
      tensor.integer(1, DATA_TYPE[type]).message(2, (shape) => {
        shape.message(1, (rows) => rows.text(2, 'rows')).message(1, (size) => size.integer(1, columns))
      }),
    ),
  )
}
