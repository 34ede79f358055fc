import { beforeAll, describe, expect, test } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import { TEST_BACKENDS } from '../testing/openTestBackend.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { baselineSpec, candidateOf, runTestJob, sonarJob } from '../testing/testJob.ts'

let backend: OpenBackend | OpenKernelBackend
const table = sonarTable()

describe.each(TEST_BACKENDS)('%s: a regression', (__, open) => {
  beforeAll(async () => {
    backend = await open()
  })

  const numeric: Table = {
    ...table,
    target: {
      kind: 'number',
      name: 'y',
      values: Float64Array.from({ length: table.rows }, (_, row) => 500 + 90 * Math.sin(row)),
    },
  }
  const spec = (learningRate = 0.01) => {
    const { layers, training } = baselineSpec({
      epochs: 3,
      optimizer: { type: 'sgd', learningRate, momentum: 0, nesterov: false },
    })
    const linear = layers.map((layer) =>
      layer.type === 'output' ? { ...layer, activation: 'linear' as const } : layer,
    )
    return { ...baselineSpec(), layers: linear, training: { ...training, loss: { type: 'meanSquaredError' } as const } }
  }
  const job = (learningRate?: number) =>
    ({
      ...sonarJob([candidateOf(spec(learningRate))], {
        validation: { strategy: 'k-fold', folds: 3, repeats: 1, shuffle: true, testFraction: 0.25 },
      }),
      task: 'regression',
      classes: [],
    }) as const

  test('records each epoch by the error that ranks', async () => {
    const absolute = await runTestJob(job(), numeric, backend)
    const squared = await runTestJob({ ...job(), epochMetric: 'rootMeanSquaredError' }, numeric, backend)
    for (const [index, { history, scores }] of squared.finished.entries()) {
      expect(Object.keys(history)).toEqual(['loss', 'rootMeanSquaredError', 'valLoss', 'valRootMeanSquaredError'])
      const last = history['valRootMeanSquaredError'].at(-1) ?? NaN
      expect(last / (scores['rootMeanSquaredError'] ?? NaN)).toBeCloseTo(1, 5)
      const before = absolute.finished[index]
      expect(before.history['valMeanAbsoluteError'].at(-1)).toBeCloseTo(before.scores['meanAbsoluteError'] ?? NaN, 2)
      expect(history['valLoss']).toEqual(before.history['valLoss'])
    }
  })

  test('says where a fit predicts the same for every row', async () => {
    const idle = await runTestJob(
      job(1e-12),
      {
        ...numeric,
        features: numeric.features.map((one) => ({
          kind: 'number',
          name: one.name,
          values: new Float64Array(table.rows),
        })),
      },
      backend,
    )
    expect(idle.finished.every(({ preparation }) => preparation.isConstant)).toBe(true)
    const learned = await runTestJob(job(0.3), numeric, backend)
    expect(learned.finished.some(({ preparation }) => preparation.isConstant)).toBe(false)
  })
})
