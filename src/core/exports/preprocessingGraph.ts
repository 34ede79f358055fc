import type { FittedCategory, FittedNumber, FittedPreprocessing } from '../preprocessing/fittedPreprocessing.ts'
import type { GraphBuilder, GraphValue } from './graph.ts'

/** Raw columns of a graph by name, and the texts that mean "missing" in each. */
export interface RawInputs {
  readonly values: ReadonlyMap<string, GraphValue>
  readonly missingTexts: (column: string) => readonly string[]
}

/** Columns that lie side by side in one value of the graph, each with the place it has in the prepared matrix. */
interface Part {
  readonly value: GraphValue
  readonly names: readonly string[]
}

/**
 * Adds to a graph what a preprocessing does: from raw columns to the prepared matrix, float32 `[rows, width]`. Numbers
 * are filled and scaled in double precision, as in training.
 */
export function preprocessingGraph(graph: GraphBuilder, fitted: FittedPreprocessing, inputs: RawInputs): GraphValue {
  const numbers = fitted.columns.filter((column): column is FittedNumber => column.kind === 'number')
  const categories = fitted.columns.filter((column): column is FittedCategory => column.kind !== 'number')
  const parts = [
    ...(numbers.length > 0 ? numberParts(graph, numbers, inputs) : []),
    ...categories.map((column) => categoryPart(graph, column, inputs)),
  ]
  return inOrder(graph, parts, fitted)
}

function numberParts(graph: GraphBuilder, columns: readonly FittedNumber[], inputs: RawInputs): readonly Part[] {
  const raw = columns.map(({ name }) => graph.apply('cast', [inputOf(inputs, name)], { to: 'float64' }))
  const cells = raw.length === 1 ? raw[0] : graph.apply('concat', raw)
  const isMissing = graph.apply('isNaN', [cells])
  // A column that had nothing missing in training has nothing to be filled with: its missing cells stay NaN.
  const fills = graph.exactConstant(columns.map(({ fill }) => fill ?? NaN))
  const filled = graph.apply('where', [isMissing, fills, cells])
  const centered = graph.apply('sub', [filled, graph.exactConstant(columns.map(({ center }) => center))])
  // A column without any value in training is 0 whatever it holds.
  const scales = columns.map(({ scale, isEmpty }) => (isEmpty ? Infinity : scale))
  const scaled = graph.apply('div', [centered, graph.exactConstant(scales)])
  const values = { value: graph.apply('cast', [scaled], { to: 'float32' }), names: columns.map(valuePlace) }
  if (!columns.some(({ hasIndicator }) => hasIndicator)) return [values]
  const flags = graph.apply('cast', [isMissing], { to: 'float32' })
  return [values, { value: flags, names: columns.map(({ name }) => `flag ${name}`) }]
}

function categoryPart(graph: GraphBuilder, column: FittedCategory, inputs: RawInputs): Part {
  const { kind, name, levels, ranks, fill } = column
  const numberOf = (level: number) => (kind === 'ordinal' || ranks[level] < 0 ? ranks[level] : level)
  const known = [...levels.keys()].map((level) => [levels[level], numberOf(level)] as const)
  const seen = new Set(levels)
  const missing = inputs.missingTexts(name).filter((text) => !seen.has(text))
  const entries = [...known, ...missing.map((text) => [text, fill < 0 ? -1 : numberOf(fill)] as const)]
  const code = graph.apply('lookup', [inputOf(inputs, name)], {
    keys: entries.map(([text]) => text),
    values: entries.map(([, number]) => number),
    other: -1,
  })
  if (kind === 'ordinal') return { value: graph.apply('cast', [code], { to: 'float32' }), names: [valuePlace(column)] }
  return {
    value: graph.apply('oneHot', [code], { size: levels.length }),
    names: levels.map((_, level) => levelPlace(column, level)),
  }
}

/** Puts the columns of all parts into the order of the prepared matrix. */
function inOrder(graph: GraphBuilder, parts: readonly Part[], { columns }: FittedPreprocessing): GraphValue {
  const all =
    parts.length === 1
      ? parts[0].value
      : graph.apply(
          'concat',
          parts.map(({ value }) => value),
        )
  const places = new Map(parts.flatMap(({ names }) => names).map((name, place) => [name, place]))
  const wanted = columns.flatMap((column) => {
    if (column.kind === 'oneHot') return column.levels.map((_, level) => levelPlace(column, level))
    const hasFlag = column.kind === 'number' && column.hasIndicator
    return hasFlag ? [valuePlace(column), `flag ${column.name}`] : [valuePlace(column)]
  })
  const order = wanted.map((name) => places.get(name) ?? -1)
  const isInOrder = order.length === places.size && order.every((place, i) => place === i)
  return isInOrder ? all : graph.apply('pick', [all], { columns: order })
}

function valuePlace({ name }: { readonly name: string }): string {
  return `value ${name}`
}

function levelPlace({ name }: FittedCategory, level: number): string {
  return `level ${String(level)} of ${name}`
}

function inputOf({ values }: RawInputs, name: string): GraphValue {
  const value = values.get(name)
  if (!value) throw new TypeError(`the graph has no input ${JSON.stringify(name)}`)
  return value
}
