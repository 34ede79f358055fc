import { describe, expect, test } from 'vitest'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import { transformRows } from '../../core/preprocessing/transformRows.ts'
import { columnSpans } from '../explain/columnSpans.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import type { LaneRun } from '../group/laneRun.ts'
import { trainBlock } from '../group/trainBlock.ts'
import { planFits } from '../job/planFits.ts'
import { prepareFold } from '../job/prepareFold.ts'
import { resultOf } from '../testing/fitCases.ts'
import { testKernel } from '../testing/testEngine.ts'
import { baselineSpec, candidateOf, sonarJob } from '../testing/testJob.ts'
import { openKernel } from './nativeKernel.ts'

const ROWS = 1400
const levelsOf = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${String(i)}`)

/** Every `gap`-th cell is missing; the last level is in the last rows alone, which no fold of the first rows is trained on. */
function category(name: string, levels: number, gap = Infinity, isOrdered = false): TableColumn {
  const codes = Int32Array.from({ length: ROWS }, (_, row) => {
    if (row % gap === gap - 1) return -1
    return row >= ROWS - 20 ? levels - 1 : (row * 7 + (row >> 3)) % (levels - 1)
  })
  return { kind: 'category', name, levels: levelsOf(name, levels), codes, ...(isOrdered && { isOrdered }) }
}

function number(name: string, gap = Infinity): TableColumn {
  const values = Float64Array.from({ length: ROWS }, (_, row) =>
    row % gap === gap - 1 ? NaN : Math.sin(row * (1 + name.length)) * 3 + (row % 11),
  )
  return { kind: 'number', name, values }
}

/** Codes at the start, side by side, among numbers and at the end. */
const TABLE: Table = {
  rows: ROWS,
  features: [
    category('first', 5),
    number('a'),
    number('bb', 13),
    category('gaps', 37, 9),
    category('beside', 2),
    category('ordered', 4, 17, true),
    { ...number('date'), dateParts: ['days', 'month', 'weekday'] } as TableColumn,
    category('last', 3),
  ],
  target: category('y', 3),
}

const TARGET = encodeTarget({ ...TABLE, target: { ...category('y', 3), name: 'y' } }, 'multiclass')
const JOB = sonarJob(
  [
    candidateOf(
      baselineSpec({
        batchSize: 1000,
        epochs: 2,
        loss: { type: 'categoricalCrossentropy', labelSmoothing: 0 },
        layers: [
          { type: 'dense', name: 'one', units: 20, activation: 'relu', useBias: true, ...weights() },
          { type: 'output', name: 'output', units: 3, activation: 'softmax', useBias: true, ...weights() },
        ],
      }),
    ),
  ],
  {
    task: 'multiclass',
    classes: TARGET.classes,
    validation: { strategy: 'k-fold', folds: 3, repeats: 1, shuffle: false, testFraction: 0.25 },
    preprocessing: {
      numeric: { impute: 'median', fillValue: 0, missingIndicator: true, scale: 'standard' },
      category: { impute: 'none', fillValue: '', encode: 'oneHot' },
      target: 'none',
    },
  },
)
const FITS = planFits(JOB, { table: TABLE, ...(TARGET.labels && { labels: TARGET.labels }) })
const [, , LAST] = FITS

function weights() {
  return { kernelInitializer: { type: 'glorotUniform' }, biasInitializer: { type: 'zeros' } } as const
}

function prepared(isPacked: boolean, fit = LAST) {
  return prepareFold(TABLE, TARGET, JOB.preprocessing, fit.fitted, fit.test, { isPacked })
}

async function train(engine: LaneEngine, fits: typeof FITS, isPacked: boolean): Promise<readonly LaneRun[]> {
  const folds = new Map(fits.map((fit) => [fit, prepared(isPacked, fit).data]))
  const done: LaneRun[] = []
  await trainBlock(
    {
      fits,
      foldOf: (fit) => folds.get(fit)!,
      rowWeightsOf: () => undefined,
      isWeighted: false,
      evalSize: 2048,
      longestSegment: 8,
      keepsWeights: true,
    },
    engine,
    {
      onEpoch: () => undefined,
      onFinished: (runs) => {
        done.push(...runs)
      },
      onDiverged: () => undefined,
      mayGoOn: () => Promise.resolve(true),
    },
  )
  return done
}

describe('packed rows', () => {
  test('take one number for each one-hot column and are the same rows', () => {
    const [packed, whole] = [prepared(true), prepared(false)]
    expect(packed.data.features.values).toHaveLength(ROWS * (whole.data.width - (5 + 37 + 2 + 3) + 4))
    expect(packed.data.features.whole()).toEqual(whole.data.features.values)
    expect(packed.preparation).toEqual(whole.preparation)
    expect(packed.preparation.unseenCategories).toBeGreaterThan(0)
    expect(whole.data.features.values).toEqual(transformRows(whole.fitted, TABLE).matrix)
  })

  test('give each column where it stands, over what was there before', () => {
    const { data, fitted } = prepared(true)
    const whole = prepared(false).data.features.values
    const spans = columnSpans(
      fitted,
      TABLE.features.map(({ name }) => [name]),
    ).flat()
    for (const row of [0, 8, 16, ROWS - 1]) {
      for (const span of spans) {
        const into = new Float32Array(span.width + 2).fill(7)
        data.features.copySpan(row, span, into, 1)
        const from = row * data.width + span.at
        expect([...into]).toEqual([7, ...whole.subarray(from, from + span.width), 7])
      }
    }
  })

  const kinds = openKernel()
    .native.kinds()
    .filter((kind) => kind !== '')

  test.each(kinds)('train bit-identical to whole ones: %s', async (kind) => {
    // Three lanes on threads of their own, and one whose batch is shared between threads.
    for (const fits of [FITS, [LAST]]) {
      const expected = await train(testKernel(kind, 1), fits, false)
      expect(expected).toHaveLength(fits.length)
      for (const threads of [1, 3]) {
        const runs = await train(testKernel(kind, threads), fits, true)
        expect(runs.map(resultOf)).toEqual(expected.map(resultOf))
      }
    }
  })
})
