/** The jobs that the engine is measured on. Data is made by a keyed stream: the same on every machine. */
import type { Table } from '../../src/core/dataset/table.ts'
import type { Candidate, Layer, ModelSpec } from '../../src/core/model/modelSpec.ts'
import { keyedNormals } from '../../src/core/random/keyedDraws.ts'
import { keyOf } from '../../src/core/random/keyedStream.ts'
import type { TrainerJob } from '../../src/core/run/trainerJob.ts'
import { sonarTable } from '../../src/trainer/testing/sonarTable.ts'
import { baselineSpec, candidateOf, hiddenSpec, sonarJob } from '../../src/trainer/testing/testJob.ts'

export interface EngineCase {
  readonly name: string
  readonly table: Table
  readonly job: TrainerJob
}

const SMALL = { intraOp: 1, interOp: 2 }
const WIDE = { intraOp: 2, interOp: 1 }
const WEIGHTS = {
  useBias: true,
  kernelInitializer: { type: 'glorotUniform' },
  biasInitializer: { type: 'zeros' },
} as const

const TALL = { features: 100, classes: 2, units: [128, 64], batchSize: 256, rate: 0 }

/** The cases by name; `epochs` overrides how long each trains. */
export const CASES: Readonly<Record<string, (epochs?: number) => EngineCase>> = {
  baseline: (epochs = 300) => sonarCase('baseline', [candidateOf(baselineSpec({ epochs }))]),
  visible: (epochs = 300) => sonarCase('visible', [candidateOf(visibleSpec(epochs))]),
  hidden: (epochs = 300) => sonarCase('hidden', [candidateOf(hiddenSpec({ epochs }))]),
  sweep: (epochs = 300) => sonarCase('sweep', sweep(20, epochs)),
  wide: (epochs = 4) =>
    wideCase('wide', epochs, {
      rows: 10_000,
      features: 784,
      classes: 10,
      units: [512, 512],
      batchSize: 128,
      rate: 0.2,
    }),
  tall: (epochs = 2) => wideCase('tall', epochs, { ...TALL, rows: 100_000 }),
  tallFolds: (epochs = 2) => inTenFolds(wideCase('tallFolds', epochs, { ...TALL, rows: 55_556 })),
}

function sonarCase(name: string, candidates: readonly Candidate[]): EngineCase {
  return { name, table: sonarTable(), job: sonarJob(candidates, { threads: SMALL }) }
}

function visibleSpec(epochs: number): ModelSpec {
  const layers: readonly Layer[] = hiddenSpec().layers.filter(({ type }) => type !== 'dropout')
  return {
    ...hiddenSpec({ epochs, layers: [{ type: 'dropout', name: 'dropout_1', rate: 0.2 }, ...layers] }),
    name: 'Visible',
  }
}

function sweep(count: number, epochs: number): Candidate[] {
  const rates = Array.from({ length: count }, (_, i) => 0.025 * (i + 1))
  return rates.map((rate) => candidateOf(hiddenSpec({ epochs, rate }), `Hidden (dropout ${rate})`))
}

export interface WideShape {
  readonly rows: number
  readonly features: number
  readonly classes: number
  readonly units: readonly number[]
  readonly batchSize: number
  readonly rate: number
}

function wideCase(name: string, epochs: number, shape: WideShape): EngineCase {
  const { classes, batchSize } = shape
  const spec: ModelSpec = {
    name,
    layers: [...hiddenLayers(shape), outputLayer(classes)],
    training: {
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false },
      loss: { type: classes === 2 ? 'binaryCrossentropy' : 'categoricalCrossentropy', labelSmoothing: 0 },
      epochs,
      batchSize,
      shuffle: true,
    },
  }
  const job = sonarJob([candidateOf(spec)], {
    task: classes === 2 ? 'binary' : 'multiclass',
    classes: Array.from({ length: classes }, (_, i) => String(i)),
    validation: { strategy: 'holdout', folds: 1, repeats: 1, shuffle: true, testFraction: 0.1 },
    threads: WIDE,
  })
  return { name, table: clusters(shape), job }
}

function inTenFolds({ job, ...rest }: EngineCase): EngineCase {
  const validation = { strategy: 'k-fold', folds: 10, repeats: 1, shuffle: true, testFraction: 0.1 } as const
  return { ...rest, job: { ...job, validation } }
}

function hiddenLayers({ units, rate }: WideShape): Layer[] {
  return units.flatMap((width, i): Layer[] => [
    { type: 'dense', name: `dense_${i}`, units: width, activation: 'relu', ...WEIGHTS },
    ...(rate > 0 ? [{ type: 'dropout' as const, name: `dropout_${i}`, rate }] : []),
  ])
}

function outputLayer(classes: number): Layer {
  return {
    type: 'output',
    name: 'output',
    units: classes === 2 ? 1 : classes,
    activation: classes === 2 ? 'sigmoid' : 'softmax',
    ...WEIGHTS,
  }
}

/** One Gaussian cluster per class, overlapping. */
function clusters({ rows, features, classes }: WideShape): Table {
  const codes = Int32Array.from({ length: rows }, (_, row) => row % classes)
  const columns = Array.from({ length: features }, (_, i) => {
    const noise = keyedNormals(keyOf(1, 'noise', i), rows)
    const centres = keyedNormals(keyOf(1, 'centre', i), classes)
    return {
      kind: 'number' as const,
      name: `x${i}`,
      values: noise.map((value, row) => value + 0.15 * centres[codes[row]]),
    }
  })
  const levels = Array.from({ length: classes }, (_, i) => String(i))
  return { rows, features: columns, target: { kind: 'category', name: 'y', levels, codes } }
}
