import { DAYS_IN_400_YEARS, DAYS_TO_1970, PART_VALUES } from '../dataset/dateParts.ts'
import { numberOutputs } from '../preprocessing/fittedPreprocessing.ts'
import type {
  FittedCategory,
  FittedNumber,
  FittedPreprocessing,
  NumberOutput,
} from '../preprocessing/fittedPreprocessing.ts'
import type { GraphBuilder, GraphValue } from '../graph/graph.ts'

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
    ...numbers.flatMap((column) => dateParts(graph, column, inputs)),
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

/** Month and weekday of a date, one column for each of their values; a missing date has none. */
function dateParts(graph: GraphBuilder, column: FittedNumber, inputs: RawInputs): readonly Part[] {
  const outputs = numberOutputs(column)
  const wanted = (['month', 'weekday'] as const).filter((part) => outputs.some(({ kind }) => kind === part))
  if (wanted.length === 0) return []
  const cells = graph.apply('cast', [inputOf(inputs, column.name)], { to: 'float64' })
  const isMissing = graph.apply('isNaN', [cells])
  const none = graph.exactConstant([-1])
  const days = floorOf(graph, graph.apply('where', [isMissing, graph.exactConstant([0]), cells]))
  return wanted.map((part) => {
    const counted = part === 'month' ? monthOf(graph, days) : weekdayOf(graph, days)
    const present = graph.apply('where', [isMissing, none, counted])
    // A column without any value in training says nothing, whatever it holds.
    const known = column.isEmpty ? graph.apply('min', [present, none]) : present
    const code = graph.apply('cast', [known], { to: 'int64' })
    return {
      value: graph.apply('oneHot', [code], { size: PART_VALUES[part] }),
      names: outputs.filter(({ kind }) => kind === part).map((output) => outputPlace(column, output)),
    }
  })
}

/** Days counted from the year 0 are not negative, so that cutting off the fraction rounds down. */
function floorOf(graph: GraphBuilder, days: GraphValue): GraphValue {
  const before = graph.exactConstant([DAYS_TO_1970])
  return graph.apply('sub', [cut(graph, graph.apply('add', [days, before])), before])
}

/** A number without its fraction. */
function cut(graph: GraphBuilder, value: GraphValue): GraphValue {
  return graph.apply('cast', [graph.apply('cast', [value], { to: 'int64' })], { to: 'float64' })
}

/** How many whole times `size` is in a number. */
function times(graph: GraphBuilder, value: GraphValue, size: number): GraphValue {
  return cut(graph, graph.apply('div', [value, graph.exactConstant([size])]))
}

function timesOf(graph: GraphBuilder, factor: number, value: GraphValue): GraphValue {
  return graph.apply('mul', [value, graph.exactConstant([factor])])
}

/** The rest of whole days, from 0: Monday is 0. */
function weekdayOf(graph: GraphBuilder, days: GraphValue): GraphValue {
  // The first of March of the year 0 was a Wednesday.
  const counted = graph.apply('add', [days, graph.exactConstant([DAYS_TO_1970 + 2])])
  return graph.apply('sub', [counted, timesOf(graph, 7, times(graph, counted, 7))])
}

/** The month of whole days since 1970, from 0 (Hinnant 2021, "chrono-compatible low-level date algorithms", civil_from_days). */
function monthOf(graph: GraphBuilder, days: GraphValue): GraphValue {
  const sum = (...values: GraphValue[]) => values.reduce((a, b) => graph.apply('add', [a, b]))
  const less = (a: GraphValue, b: GraphValue) => graph.apply('sub', [a, b])
  const number = (value: number) => graph.exactConstant([value])
  const counted = sum(days, number(DAYS_TO_1970))
  const day = less(counted, timesOf(graph, DAYS_IN_400_YEARS, times(graph, counted, DAYS_IN_400_YEARS)))
  const leapless = less(sum(less(day, times(graph, day, 1460)), times(graph, day, 36_524)), times(graph, day, 146_096))
  const year = times(graph, leapless, 365)
  const daysBefore = less(sum(timesOf(graph, 365, year), times(graph, year, 4)), times(graph, year, 100))
  // Months count from March, so that February with its leap day is the last.
  const fromMarch = times(graph, sum(timesOf(graph, 5, less(day, daysBefore)), number(2)), 153)
  const shifted = sum(fromMarch, number(2))
  return less(shifted, timesOf(graph, 12, times(graph, shifted, 12)))
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
    if (column.kind !== 'number') return [valuePlace(column)]
    return numberOutputs(column).map((output) => outputPlace(column, output))
  })
  const order = wanted.map((name) => places.get(name) ?? -1)
  const isInOrder = order.length === places.size && order.every((place, i) => place === i)
  return isInOrder ? all : graph.apply('pick', [all], { columns: order })
}

function outputPlace({ name }: FittedNumber, output: NumberOutput): string {
  if (output.kind === 'value') return `value ${name}`
  return output.kind === 'missing' ? `flag ${name}` : `${output.kind} ${String(output.value)} of ${name}`
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
