import type { ModelMember, TrainedModel } from '../model/trainedModel.ts'
import { GraphBuilder } from '../graph/graph.ts'
import type { GraphValue, ModelGraph, ValueType } from '../graph/graph.ts'
import { networkGraph } from './networkGraph.ts'
import { preprocessingGraph } from './preprocessingGraph.ts'
import { missingTexts } from './rawColumns.ts'

/** The type in which an exported model takes each column of numbers. */
export type NumberTypes = ReadonlyMap<string, FloatType>

type FloatType = 'float32' | 'float64'

/** What a format can take and give. */
export interface GraphTypes {
  /** Of each column of numbers; float32 unless given. */
  readonly numbers: NumberTypes
  /** Of a predicted number; probabilities are float32. */
  readonly prediction: FloatType
}

/**
 * A model as a graph from the raw columns of a CSV, by name, to its predictions.
 *
 * Outputs: `prediction`, which is P(second class) `[rows, 1]`, a probability per class `[rows, classes]` (both float32)
 * or the value in the target's unit `[rows, 1]`; for classes also `label`, the likeliest class `[rows, 1]`.
 */
export function modelGraph(model: TrainedModel, types: GraphTypes): ModelGraph {
  const { columns } = model.members[0].preprocessing
  const names = columns.map(({ name }) => name)
  const graph = new GraphBuilder(names)
  const values = new Map(
    columns.map(({ name, kind }): [string, GraphValue] => {
      const type: ValueType = kind === 'number' ? (types.numbers.get(name) ?? 'float32') : 'string'
      return [name, graph.input(name, type)]
    }),
  )
  const inputs = { values, missingTexts: (column: string) => missingTexts(model, column) }
  const predictions = model.members.map((member) => {
    const features = preprocessingGraph(graph, member.preprocessing, inputs)
    return inTargetUnit(graph, model, member, networkGraph(graph, model.spec.layers, member.weights, features))
  })
  const mean = meanOf(graph, predictions)
  const prediction = mean.type === types.prediction ? mean : graph.apply('cast', [mean], { to: types.prediction })
  graph.output(freeName('prediction', names), prediction, model.task === 'multiclass' ? model.classes.length : 1)
  if (model.task !== 'regression') graph.output(freeName('label', names), labelOf(graph, model, prediction), 1)
  return graph.finish()
}

function inTargetUnit(
  graph: GraphBuilder,
  { task }: TrainedModel,
  { targetScale }: ModelMember,
  output: GraphValue,
): GraphValue {
  if (task !== 'regression') return output
  const exact = graph.apply('cast', [output], { to: 'float64' })
  const scaled = graph.apply('mul', [exact, graph.exactConstant([targetScale.scale])])
  return graph.apply('add', [scaled, graph.exactConstant([targetScale.mean])])
}

function meanOf(graph: GraphBuilder, values: readonly GraphValue[]): GraphValue {
  if (values.length === 1) return values[0]
  const sum = values.reduce((left, right) => graph.apply('add', [left, right]))
  const count = [values.length]
  return graph.apply('div', [sum, sum.type === 'float64' ? graph.exactConstant(count) : graph.constant(count)])
}

/** The first of the likeliest, as in scoring: 0.5 against 0.5 is the first class. */
function labelOf(graph: GraphBuilder, { task, classes }: TrainedModel, prediction: GraphValue): GraphValue {
  if (task === 'multiclass') return graph.apply('textOf', [graph.apply('argMax', [prediction])], { texts: classes })
  const isSecond = graph.apply('greater', [prediction, graph.constant([0.5])])
  return graph.apply('textOf', [graph.apply('cast', [isSecond], { to: 'int64' })], { texts: classes })
}

/** A name that no column bears. */
function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted
  while (taken.includes(name)) name += '_'
  return name
}
