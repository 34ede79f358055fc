import { beforeAll, describe, expect, test } from 'vitest'
import type { FitExplanation } from '../../core/diagnostics/explanation.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { keyedNormals, keyedPermutation } from '../../core/random/keyedDraws.ts'
import { keyOf } from '../../core/random/keyedStream.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import { fitStream } from '../../core/run/fitStream.ts'
import { TEST_BACKENDS } from '../testing/openTestBackend.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { candidateOf, hiddenSpec, runTestJob, sonarJob } from '../testing/testJob.ts'

let backend: OpenBackend | OpenKernelBackend

const ROWS = 40
const NORMALS = keyedNormals(keyOf(3, 'explain'), 2 * ROWS)
const FIRST = NORMALS.slice(0, ROWS)
const GAPPY = NORMALS.slice(ROWS).map((value, row) => (row % 7 === 3 ? NaN : value))
const CODES = Int32Array.from({ length: ROWS }, (_, row) => (row * 5) % 3)
const TABLE: Table = {
  rows: ROWS,
  features: [
    { kind: 'number', name: 'first', values: FIRST },
    { kind: 'category', name: 'kind', levels: ['a', 'b', 'c'], codes: CODES },
    { kind: 'number', name: 'gappy', values: GAPPY },
  ],
  target: {
    kind: 'category',
    name: 'y',
    levels: ['M', 'R'],
    codes: Int32Array.from(FIRST, (value, row) => (value + (CODES[row] === 1 ? 1 : 0) > 0.2 ? 1 : 0)),
  },
}
const SHUFFLES = 2
const EXPLAIN = { ranking: 'rocAuc', importance: { shuffles: SHUFFLES, correlated: 'apart' } } as const

function small(changes: Partial<TrainerJob> = {}): TrainerJob {
  const layers = hiddenSpec().layers.map((layer) => (layer.type === 'dense' ? { ...layer, units: 8 } : layer))
  return sonarJob([candidateOf(hiddenSpec({ layers, epochs: 6 }))], {
    validation: { strategy: 'stratified-k-fold', folds: 2, repeats: 1, shuffle: true, testFraction: 0.25 },
    ...changes,
  })
}

/** `column` with its cells shuffled among `rows`. */
function shuffled(column: TableColumn, rows: readonly number[], order: Int32Array): TableColumn {
  const moved = <Cells extends Float64Array | Int32Array>(cells: Cells): Cells => {
    const copy = cells.slice() as Cells
    rows.forEach((row, i) => {
      copy[row] = cells[rows[order[i]]]
    })
    return copy
  }
  return column.kind === 'number'
    ? { ...column, values: moved(column.values) }
    : { ...column, codes: moved(column.codes) }
}

describe.each(TEST_BACKENDS)('%s: permutation importance', (__, open) => {
  beforeAll(async () => {
    backend = await open()
  })

  test('equals training anew for every shuffled table, bit for bit', async () => {
    const explained = await runTestJob(small({ explain: EXPLAIN }), TABLE, backend)
    const plain = await runTestJob(small(), TABLE, backend)
    for (const { fit, predictions, scores, explanation } of explained.finished) {
      const own = plain.finished.find((one) => one.fit.fold === fit.fold)!
      // Computing it changes nothing.
      expect({ predictions, scores }).toEqual({ predictions: own.predictions, scores: own.scores })
      const others = [{ candidate: 0, repeat: 0, fold: 1 - fit.fold }]
      for (const [place, column] of TABLE.features.entries()) {
        const drops: number[] = []
        const rises: number[] = []
        for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
          const order = keyedPermutation(fitStream(7, fit, 'importance', column.name, shuffle), predictions.rows.length)
          const features = TABLE.features.with(place, shuffled(column, predictions.rows, order))
          const again = await runTestJob(small({ finished: others }), { ...TABLE, features }, backend)
          drops.push(scores['rocAuc']! - again.finished[0].scores['rocAuc']!)
          rises.push(again.finished[0].scores['logLoss']! - scores['logLoss']!)
        }
        const found = explanation?.importance?.columns[place]
        expect(found).toEqual({
          names: [column.name],
          drop: (drops[0] + drops[1]) / SHUFFLES,
          rise: (rises[0] + rises[1]) / SHUFFLES,
        })
      }
    }
  }, 60_000)

  test('has the same bits whichever fits end together, and shuffles correlated columns as one', async () => {
    const doubled = {
      ...TABLE,
      features: [...TABLE.features, { kind: 'number', name: 'twin', values: FIRST.map((value) => 2 * value) } as const],
    }
    const together = { ...EXPLAIN, importance: { shuffles: 3, correlated: 'together' } } as const
    const both = await runTestJob(small({ explain: together }), doubled, backend)
    const others = [{ candidate: 0, repeat: 0, fold: 0 }]
    const alone = await runTestJob(small({ explain: together, finished: others }), doubled, backend)
    const second = both.finished.find(({ fit }) => fit.fold === 1)
    expect(alone.finished[0].explanation).toEqual(second?.explanation)
    expect(second?.explanation?.importance?.columns.map(({ names }) => names)).toEqual([
      ['first', 'twin'],
      ['kind'],
      ['gappy'],
    ])
  })
})

describe.each(TEST_BACKENDS)('%s: what else a fold’s model says', (__, open) => {
  beforeAll(async () => {
    backend = await open()
  })

  test('dependence: the mean prediction where every held-out row has one value', async () => {
    const { finished } = await runTestJob(small({ explain: EXPLAIN }), TABLE, backend)
    const { explanation, predictions, fit } = finished[0]
    const kind = explanation?.dependence?.find(({ name }) => name === 'kind')
    expect(kind?.grid).toEqual(['a', 'b', 'c'])
    const others = [{ candidate: 0, repeat: 0, fold: 1 - fit.fold }]
    const codes = CODES.map((code, row) => (predictions.rows.includes(row) ? 1 : code))
    const features = TABLE.features.with(1, { ...TABLE.features[1], codes } as TableColumn)
    const again = await runTestJob(small({ finished: others }), { ...TABLE, features }, backend)
    const values = again.finished[0].predictions.values as readonly number[]
    expect(kind?.values[1]).toBe(values.reduce((sum, value) => sum + value, 0) / values.length)
  })

  test('dependence of single rows: their mean is the dependence where every row is kept', async () => {
    const explain = { ...EXPLAIN, importance: { ...EXPLAIN.importance, individual: 100 } }
    const { explanation } = (await runTestJob(small({ explain }), TABLE, backend)).finished[0]
    const kind = explanation?.dependence?.find(({ name }) => name === 'kind')
    const rows = kind?.individual ?? []
    expect(rows).toHaveLength(ROWS / 2)
    for (const point of [0, 1, 2])
      expect(kind?.values[point]).toBe(rows.reduce((sum, row) => sum + row[point], 0) / rows.length)
    const few = { ...EXPLAIN, importance: { ...EXPLAIN.importance, individual: 5 } }
    const [some] = (await runTestJob(small({ explain: few }), TABLE, backend)).finished
    expect(some.explanation?.dependence?.[0].individual).toHaveLength(5)
  })

  test('layers: norms at their bound, units that never change, the size of updates', async () => {
    const spec = hiddenSpec({ epochs: 30 })
    const dead = spec.layers.map((layer) =>
      layer.name === 'dense_2' ? { ...layer, biasInitializer: { type: 'constant', value: -50 } as const } : layer,
    )
    const tight = dead.map((layer) =>
      layer.name === 'dense_1'
        ? { ...layer, kernelConstraint: { type: 'maxNorm', maxValue: 0.3, axis: 0 } as const }
        : layer,
    )
    const job = sonarJob([candidateOf(hiddenSpec({ epochs: 30, layers: tight }))], {
      explain: { ranking: 'accuracy' },
      validation: { strategy: 'stratified-k-fold', folds: 3, repeats: 1, shuffle: true, testFraction: 0.25 },
    })
    const { finished } = await runTestJob(job, sonarTable(), backend)
    for (const { explanation } of finished) {
      const [first, second, output] = explanation?.layers ?? []
      expect(first).toMatchObject({ name: 'dense_1', units: 60, limit: { maxValue: 0.3 } })
      expect(first.limit?.units).toBeGreaterThan(50)
      expect(first.norm?.max).toBeLessThanOrEqual(0.3001)
      expect(second).toMatchObject({ name: 'dense_2', units: 30, idle: 30 })
      // A layer without a gradient moves by the rounding of its constraint alone.
      expect(second.update).toBeLessThan(1e-5)
      expect(first.idle).toBeLessThan(60)
      expect(output.idle).toBeUndefined()
      expect(explanation?.importance).toBeUndefined()
      expect(explanation?.trainScores?.['accuracy']).toBeGreaterThan(0.4)
    }
  })

  test('says nothing of importance where a single row is held out, and nothing of inner fits', async () => {
    const validation = { strategy: 'leave-one-out', folds: 2, repeats: 1, shuffle: false, testFraction: 0.25 } as const
    const few: Table = {
      ...TABLE,
      rows: 6,
      features: [{ kind: 'number', name: 'first', values: FIRST.slice(0, 6) }],
      target: { ...TABLE.target, codes: Int32Array.of(0, 1, 0, 1, 0, 1) } as TableColumn,
    }
    const { finished } = await runTestJob(small({ explain: EXPLAIN, validation }), few, backend)
    const found = finished.map(({ explanation }): FitExplanation => explanation ?? {})
    expect(found).toHaveLength(6)
    for (const one of found) {
      expect(one.importance).toBeUndefined()
      expect(one.dependence).toHaveLength(1)
    }
  })
})
