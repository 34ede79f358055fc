/** `node growthChild.ts SECONDS`: trains the jobs of `growthPoints.ts` as the trainer does; prints seconds by axis as JSON. */
import type { Table } from '../../src/core/dataset/table.ts'
import type { ModelSpec } from '../../src/core/model/modelSpec.ts'
import type { TrainerJob } from '../../src/core/run/trainerJob.ts'
import { openForTraining } from '../../src/trainer/backend/openBackend.ts'
import { candidateOf, runTestJob, sonarJob } from '../../src/trainer/testing/testJob.ts'
import { GROWTH_AXES } from './growthPoints.ts'
import type { GrowthPoint } from './growthPoints.ts'

const limit = Number(process.argv[2])
const WEIGHTS = {
  useBias: true,
  kernelInitializer: { type: 'glorotUniform' },
  biasInitializer: { type: 'zeros' },
} as const

const backend = await openForTraining({ ...sonarJob([]), backend: 'auto' })
const seconds: Record<string, number[]> = {}
// Once before it counts: modules load and functions compile.
for (const isWarm of [false, true]) {
  for (const { id, at, pointAt } of GROWTH_AXES) {
    const measured: number[] = []
    for (const [place, value] of (isWarm ? at : at.slice(0, 2)).entries()) {
      const expected = place === 0 ? 0 : (measured[place - 1] * value) / at[place - 1]
      if (expected > limit) break
      measured.push(await secondsOf(pointAt(value)))
    }
    seconds[id] = measured
  }
}
process.stdout.write(JSON.stringify({ version: `Holdout (${backend.info.name})`, seconds }))

async function secondsOf(point: GrowthPoint): Promise<number> {
  const table = madeUpTable(point)
  const job = jobOf(point)
  const start = performance.now()
  await runTestJob(job, table, backend)
  return (performance.now() - start) / 1000
}

function jobOf(point: GrowthPoint): TrainerJob {
  const { folds, repeats, candidates } = point
  const specs = Array.from({ length: candidates }, (_, index) => specOf(point, 0.01 * (1 + index / candidates)))
  return sonarJob(
    specs.map((spec, index) => candidateOf(spec, `Rate ${String(index)}`)),
    {
      classes: ['0', '1'],
      validation:
        folds === 1
          ? { strategy: 'holdout', folds: 1, repeats: 1, shuffle: true, testFraction: 0.1 }
          : { strategy: 'stratified-k-fold', folds, repeats, shuffle: true, testFraction: 0.1 },
    },
  )
}

function specOf({ units, epochs, batch }: GrowthPoint, learningRate: number): ModelSpec {
  return {
    name: 'Growing',
    layers: [
      ...units.map((width, index) => ({
        type: 'dense' as const,
        name: `dense_${String(index)}`,
        units: width,
        activation: 'relu' as const,
        ...WEIGHTS,
      })),
      { type: 'output', name: 'output', units: 1, activation: 'sigmoid', ...WEIGHTS },
    ],
    training: {
      optimizer: { type: 'sgd', learningRate, momentum: 0.8, nesterov: false },
      loss: { type: 'binaryCrossentropy', labelSmoothing: 0 },
      epochs,
      batchSize: batch,
      shuffle: true,
    },
  }
}

/** Noise; the sign of the first two columns together is the class. */
function madeUpTable({ rows, features }: GrowthPoint): Table {
  let state = 12_345
  const columns = Array.from({ length: features }, (_, column) => {
    const values = new Float64Array(rows)
    for (let row = 0; row < rows; row++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      values[row] = state / 2 ** 31 - 1
    }
    return { kind: 'number' as const, name: `x${String(column)}`, values }
  })
  const codes = Int32Array.from({ length: rows }, (_, row) =>
    Number(columns[0].values[row] + columns[1].values[row] > 0),
  )
  return { rows, features: columns, target: { kind: 'category', name: 'class', levels: ['0', '1'], codes } }
}
