/** Models made by hand, with every layer, activation, task and kind of column, and rows that put them to the test. */
import { activationNames } from '../../model/activationNames.ts'
import { layerRow } from '../../model/layerCatalogue.ts'
import type { ActivationName, Layer } from '../../model/modelSpec.ts'
import { otherLayers } from '../../model/testing/exampleLayer.ts'
import type { ModelMember, TrainedModel } from '../../model/trainedModel.ts'
import { widthOf } from '../../preprocessing/fittedPreprocessing.ts'
import type { FittedColumn } from '../../preprocessing/fittedPreprocessing.ts'
import type { FeatureTable } from '../../preprocessing/transformRows.ts'
import { Mt19937 } from '../../random/mt19937.ts'

export interface ExportCase {
  readonly name: string
  readonly model: TrainedModel
  readonly table: FeatureTable
}

const ROWS = 40
const TASKS = ['binary', 'multiclass', 'regression'] as const
const BEGIN = { kernelInitializer: { type: 'zeros' }, biasInitializer: { type: 'zeros' } } as const

const TRAINING: TrainedModel['spec']['training'] = {
  optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
  loss: { type: 'meanSquaredError' },
  epochs: 1,
  batchSize: 1,
  shuffle: true,
}

/** Between which numbers weights are drawn, by name; ±0.5 unless given. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  kernel: [-0.8, 0.8],
  gamma: [0.5, 1.5],
  movingVariance: [0.5, 2],
}

/** Numbers alone, without a missing cell: layers of Keras prepare them. */
const NUMBERS: readonly FittedColumn[] = [
  { kind: 'number', name: 'width (cm)', fill: null, center: 4.25, scale: 1.5, hasIndicator: false, isEmpty: false },
  { kind: 'number', name: 'year', fill: null, center: 2001.5, scale: 7.25, hasIndicator: false, isEmpty: false },
  { kind: 'number', name: 'label', fill: null, center: 0, scale: 1, hasIndicator: false, isEmpty: false },
]

/** Every kind of column: filled, marked, empty in training, one-hot and ordinal, with levels that training never saw. */
const MIXED: readonly FittedColumn[] = [
  { kind: 'oneHot', name: 'colour', levels: ['blue', 'grün', '红'], ranks: [0, 1, -1], fill: 1 },
  { kind: 'number', name: 'size', fill: 4.5, center: 3.25, scale: 2, hasIndicator: true, isEmpty: false },
  { kind: 'ordinal', name: 'grade', levels: ['1', '10', '2'], ranks: [0, 2, 1], fill: -1 },
  { kind: 'number', name: 'never seen', fill: 0, center: 0, scale: 1, hasIndicator: true, isEmpty: true },
  { kind: 'number', name: 'holdout/0', fill: -1, center: 10, scale: 0.5, hasIndicator: false, isEmpty: false },
  {
    kind: 'number',
    name: 'when',
    fill: 19_000.5,
    center: 19_000,
    scale: 365,
    hasIndicator: true,
    isEmpty: false,
    dateParts: ['days', 'month', 'weekday'],
  },
  {
    kind: 'number',
    name: 'born',
    fill: 0,
    center: 0,
    scale: 1,
    hasIndicator: false,
    isEmpty: false,
    dateParts: ['month'],
  },
  { kind: 'oneHot', name: 'no fill', levels: ['yes', 'it\'s, "so"'], ranks: [1, 0], fill: -1 },
]

/** Every activation in one of three models, and three models with every other layer: each task on both kinds of columns. */
export const EXPORT_CASES: readonly ExportCase[] = [
  ...TASKS.map((_, index) => {
    const own = activationNames.filter((_name, place) => place % TASKS.length === index)
    return makeCase(own.join(', '), index, own.map(hidden))
  }),
  ...TASKS.map((_, index) => makeCase('every layer', index + TASKS.length, everyLayer())),
]

/** The mean of three networks that were prepared differently, by task, on every kind of column. */
export const ENSEMBLE_CASES: readonly ExportCase[] = TASKS.map((_, index) => {
  const cases = [0, 1, 2].map((seed) => makeCase('ensemble', 2 * index + 6 * seed, everyLayer()))
  const [first] = cases
  const members = cases.flatMap(({ model }, place) => model.members.map((member) => shifted(member, place)))
  return { ...first, model: { ...first.model, members } }
})

/** As if its preparation had been fitted on other rows. */
function shifted(member: ModelMember, place: number): ModelMember {
  const columns = member.preprocessing.columns.map((column) =>
    column.kind === 'number'
      ? { ...column, center: column.center + place, ...(column.fill !== null && { fill: column.fill - place }) }
      : { ...column, ranks: column.ranks.map((rank) => (rank === place ? -1 : rank)) },
  )
  const { mean, scale } = member.targetScale
  const targetScale = mean === 0 ? member.targetScale : { mean: mean + 10 * place, scale }
  return { ...member, targetScale, preprocessing: { ...member.preprocessing, columns } }
}

function hidden(activation: ActivationName, place: number): Layer {
  // Names that Keras would not take, and that it would take for one.
  const name = place % 2 === 0 ? `layer ${String(place)}/a` : `layer_${String(place - 1)}_a`
  return { type: 'dense', name, units: 7, activation, useBias: place !== 1, ...BEGIN }
}

function everyLayer(): readonly Layer[] {
  const layers: readonly Layer[] = [
    { type: 'dropout', name: 'dropout', rate: 0.2 },
    { type: 'layerNormalization', name: 'bare', epsilon: 0.01, center: false, scale: false },
    { type: 'dense', name: 'dense', units: 6, activation: 'linear', useBias: true, ...BEGIN },
    { type: 'batchNormalization', name: 'batch', momentum: 0.9, epsilon: 0.002, center: true, scale: true },
    { type: 'activation', name: 'gelu', activation: 'gelu' },
    { type: 'gaussianNoise', name: 'noise', stddev: 0.1 },
    { type: 'batchNormalization', name: 'bare batch', momentum: 0.9, epsilon: 0.001, center: false, scale: false },
    { type: 'dense', name: 'selu', units: 5, activation: 'selu', useBias: true, ...BEGIN },
    { type: 'alphaDropout', name: 'alpha', rate: 0.3 },
    { type: 'layerNormalization', name: 'norm', epsilon: 0.001, center: true, scale: true },
    { type: 'gaussianDropout', name: 'gaussian', rate: 0.3 },
    { type: 'batchNormalization', name: 'centred', momentum: 0.9, epsilon: 0.001, center: true, scale: false },
    { type: 'layerNormalization', name: 'scaled', epsilon: 0.001, center: false, scale: true },
  ]
  return [...layers, ...otherLayers(layers)]
}

function makeCase(name: string, index: number, layers: readonly Layer[]): ExportCase {
  const random = new Mt19937(index + 1)
  const task = TASKS[index % TASKS.length]
  const columns = index % 2 === 0 ? MIXED : NUMBERS
  const classes = { binary: ['no', 'yes'], multiclass: ['a', 'b', 'ä c'], regression: [] }[task]
  const activation = ({ binary: 'sigmoid', multiclass: 'softmax', regression: 'linear' } as const)[task]
  const units = Math.max(1, classes.length === 2 ? 1 : classes.length)
  const output: Layer = { type: 'output', name: 'output', units, activation, useBias: true, ...BEGIN }
  const all = [...layers, output]
  const model: TrainedModel = {
    run: 'by-hand',
    name,
    task,
    classes,
    spec: { name, layers: all, training: TRAINING },
    members: [
      memberOf(columns, all, task === 'regression' ? { mean: 250.5, scale: 31.25 } : { mean: 0, scale: 1 }, random),
    ],
  }
  return { name: `${name} (${task})`, model, table: columns === MIXED ? mixedTable(random) : numbersTable(random) }
}

function memberOf(
  columns: readonly FittedColumn[],
  layers: readonly Layer[],
  targetScale: ModelMember['targetScale'],
  random: Mt19937,
): ModelMember {
  const inputs = columns.reduce((sum, column) => sum + widthOf(column), 0)
  const weights: Record<string, Float32Array> = {}
  let units = inputs
  for (const layer of layers) {
    const row = layerRow(layer.type)
    for (const { name, shape } of row.weights(layer, units)) {
      const [from, to] = RANGES[name] ?? [-0.5, 0.5]
      weights[`${layer.name}/${name}`] = Float32Array.from(
        { length: shape.reduce((size, length) => size * length, 1) },
        () => from + (to - from) * random.nextDouble(),
      )
    }
    units = row.outputUnits(layer, units)
  }
  const outputs = columns.flatMap((column) =>
    Array.from({ length: widthOf(column) }, (_, i) => `${column.name} ${String(i)}`),
  )
  return { preprocessing: { columns, outputs }, targetScale, inputs, weights }
}

function numbersTable(random: Mt19937): FeatureTable {
  const column = (name: string, at: (row: number) => number) =>
    ({ kind: 'number', name, values: Float64Array.from({ length: ROWS }, (_, row) => at(row)) }) as const
  return {
    rows: ROWS,
    features: [
      column('label', () => random.nextDouble() - 0.5),
      column('year', () => 1980 + random.interval(40)),
      column('width (cm)', () => 8 * random.nextDouble()),
    ],
  }
}

/** Missing cells everywhere, and levels that the model has never heard of. */
function mixedTable(random: Mt19937): FeatureTable {
  const numbers = (name: string, center: number) =>
    ({
      kind: 'number',
      name,
      values: Float64Array.from({ length: ROWS }, (_, row) =>
        row % 5 === 3 ? NaN : Math.fround(center + 4 * random.nextDouble()),
      ),
    }) as const
  /** A day in each month of some forty years, leap days and turns of centuries among them, at a time of the day. */
  const dates = (name: string, first: number, time: number) =>
    ({
      kind: 'number',
      name,
      values: Float64Array.from({ length: ROWS }, (_, row) => (row % 7 === 5 ? NaN : first + row * 241 + time)),
    }) as const
  const levels = (name: string, all: readonly string[]) =>
    ({
      kind: 'category',
      name,
      levels: all,
      codes: Int32Array.from({ length: ROWS }, () => random.interval(all.length) - 1),
    }) as const
  return {
    rows: ROWS,
    features: [
      levels('colour', ['blue', 'grün', 'purple', '红']),
      numbers('holdout/0', 9),
      numbers('size', 2),
      levels('grade', ['1', '10', '2', '7']),
      numbers('never seen', 1),
      dates('when', 11_000, 0.73),
      dates('born', -30_000, 0),
      levels('no fill', ['it\'s, "so"', 'maybe', 'yes']),
    ],
  }
}
