import type { GraphBuilder, GraphValue } from '../graph/graph.ts'
import type { ActivationName } from './activationName.ts'

type Activation = (graph: GraphBuilder, x: GraphValue) => GraphValue

/** Every activation in operations that ONNX and TensorFlow share (Keras 3's definitions). */
const ACTIVATIONS: Readonly<Record<ActivationName, Activation>> = {
  linear: (_, x) => x,
  relu: (graph, x) => graph.apply('relu', [x]),
  relu6: (graph, x) => graph.apply('min', [graph.apply('relu', [x]), graph.constant([6])]),
  leakyRelu: (graph, x) => graph.apply('leakyRelu', [x], { slope: 0.2 }),
  elu: (graph, x) => graph.apply('elu', [x]),
  selu: (graph, x) => graph.apply('selu', [x]),
  gelu: (graph, x) => {
    const error = graph.apply('erf', [graph.apply('mul', [x, graph.constant([Math.SQRT1_2])])])
    const half = graph.apply('mul', [x, graph.constant([0.5])])
    return graph.apply('mul', [half, graph.apply('add', [error, graph.constant([1])])])
  },
  silu: (graph, x) => graph.apply('mul', [x, graph.apply('sigmoid', [x])]),
  softplus: (graph, x) => graph.apply('softplus', [x]),
  softsign: (graph, x) => graph.apply('softsign', [x]),
  tanh: (graph, x) => graph.apply('tanh', [x]),
  sigmoid: (graph, x) => graph.apply('sigmoid', [x]),
  hardSigmoid: (graph, x) => {
    const shifted = graph.apply('relu', [graph.apply('add', [x, graph.constant([3])])])
    return graph.apply('div', [graph.apply('min', [shifted, graph.constant([6])]), graph.constant([6])])
  },
  mish: (graph, x) => graph.apply('mul', [x, graph.apply('tanh', [graph.apply('softplus', [x])])]),
  softmax: (graph, x) => graph.apply('softmax', [x]),
}

/** Adds an activation to a graph. */
export function activationGraph(graph: GraphBuilder, name: ActivationName, x: GraphValue): GraphValue {
  return ACTIVATIONS[name](graph, x)
}
