/** A recorded graph as a TensorFlow SavedModel (protocol buffers; the classes ship in tfjs-node). */
import type { NativeBinding, OpAttribute } from '../backend/nativeBackend.ts'
import { requirePackage } from '../backend/tf.ts'
import type { GraphNode, NodeOutput, RecordedGraph, TensorType } from './graphRecorder.ts'

/** A protobuf message as google-protobuf generates it: setters by name. */
type Message = Record<string, (...values: unknown[]) => unknown> & { serializeBinary(): Uint8Array }
type MessageClass = new () => Message
interface ApiMessages {
  readonly SavedModel: MessageClass
  readonly MetaGraphDef: MessageClass & { readonly MetaInfoDef: MessageClass }
  readonly GraphDef: MessageClass
  readonly NodeDef: MessageClass
  readonly AttrValue: MessageClass & { readonly ListValue: MessageClass }
  readonly Tensor: MessageClass
  readonly TensorShape: MessageClass & { readonly Dim: MessageClass }
  readonly VersionDef: MessageClass
}

/** `DT_*` numbers of TensorFlow's types.proto. */
const DATA_TYPE: Readonly<Record<TensorType, number>> = { float32: 1, int32: 3, bool: 10 }

/** Any producer since TensorFlow 2.0 reads this graph version; see `TF_GRAPH_DEF_VERSION`. */
const GRAPH_PRODUCER = 1087

/** Serializes `graph` with the tag `serve`: the bytes of `saved_model.pb`. */
export function encodeSavedModel(graph: RecordedGraph, binding: NativeBinding): Uint8Array {
  const messages = requirePackage('@tensorflow/tfjs-node/dist/proto/api_pb.js') as ApiMessages
  const encoder = new Encoder(messages, binding)
  return encoder.savedModel(graph)
}

class Encoder {
  readonly #messages: ApiMessages
  readonly #binding: NativeBinding

  constructor(messages: ApiMessages, binding: NativeBinding) {
    this.#messages = messages
    this.#binding = binding
  }

  savedModel(graph: RecordedGraph): Uint8Array {
    const definition = new this.#messages.GraphDef()
    definition.setNodeList(graph.nodes.map((node) => this.#node(node)))
    const versions = new this.#messages.VersionDef()
    versions.setProducer(GRAPH_PRODUCER)
    definition.setVersions(versions)
    const info = new this.#messages.MetaGraphDef.MetaInfoDef()
    info.setTagsList(['serve'])
    const meta = new this.#messages.MetaGraphDef()
    meta.setMetaInfoDef(info)
    meta.setGraphDef(definition)
    const model = new this.#messages.SavedModel()
    model.setSavedModelSchemaVersion(1)
    model.setMetaGraphsList([meta])
    return model.serializeBinary()
  }

  #node(node: GraphNode): Message {
    const definition = new this.#messages.NodeDef()
    definition.setName(node.name)
    const attributes = definition.getAttrMap() as Map<string, Message>
    switch (node.kind) {
      case 'input':
        definition.setOp('Placeholder')
        attributes.set('dtype', this.#value('setType', DATA_TYPE[node.dtype]))
        attributes.set('shape', this.#value('setShape', this.#shape(node.shape)))
        break
      case 'constant':
        definition.setOp('Const')
        attributes.set('dtype', this.#value('setType', DATA_TYPE[node.dtype]))
        attributes.set('value', this.#value('setTensor', this.#tensor(node.dtype, node.shape, node.bytes)))
        break
      case 'operation':
        definition.setOp(node.op)
        definition.setInputList(node.inputs.map(inputName))
        for (const attribute of node.attributes) attributes.set(attribute.name, this.#attribute(attribute))
    }
    return definition
  }

  #value(setter: string, value: unknown): Message {
    const message = new this.#messages.AttrValue()
    message[setter]?.(value)
    return message
  }

  #attribute(attribute: OpAttribute): Message {
    const { value } = attribute
    if (attribute.type === this.#binding.TF_ATTR_SHAPE) return this.#value('setShape', this.#shape(value as number[]))
    const setter = this.#setterOf(attribute.type)
    if (!Array.isArray(value))
      return this.#value(setter, attribute.type === this.#binding.TF_ATTR_STRING ? Buffer.from(String(value)) : value)
    const list = new this.#messages.AttrValue.ListValue()
    list[`${setter}List`]?.(value)
    return this.#value('setList', list)
  }

  #setterOf(type: number): string {
    const binding = this.#binding
    const setters = new Map([
      [binding.TF_ATTR_TYPE, 'setType'],
      [binding.TF_ATTR_INT, 'setI'],
      [binding.TF_ATTR_FLOAT, 'setF'],
      [binding.TF_ATTR_BOOL, 'setB'],
      [binding.TF_ATTR_STRING, 'setS'],
    ])
    const setter = setters.get(type)
    if (setter === undefined) throw new TypeError(`unknown attribute type ${type}`)
    return setter
  }

  #tensor(dtype: TensorType, shape: readonly number[], bytes: Uint8Array): Message {
    const tensor = new this.#messages.Tensor()
    tensor.setDtype(DATA_TYPE[dtype])
    tensor.setTensorShape(this.#shape(shape))
    tensor.setTensorContent(bytes)
    return tensor
  }

  #shape(sizes: readonly number[]): Message {
    const shape = new this.#messages.TensorShape()
    shape.setDimList(
      sizes.map((size) => {
        const dimension = new this.#messages.TensorShape.Dim()
        dimension.setSize(size)
        return dimension
      }),
    )
    return shape
  }
}

function inputName({ node, index }: NodeOutput): string {
  return index === 0 ? node : `${node}:${index}`
}
