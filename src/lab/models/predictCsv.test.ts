import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SavedModel } from '../../core/model/savedModel.ts'
import { openModel } from './openModel.ts'
import { predictCsv } from './predictCsv.ts'
import type { PredictRequest } from './predictCsv.ts'
import { PredictedCsv } from './predictedCsv.ts'
import type { PredictedRow } from './predictedRow.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-models-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function base64(values: readonly number[]): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64')
}

const WEIGHTS = {
  useBias: true,
  kernelInitializer: { type: 'zeros' },
  biasInitializer: { type: 'zeros' },
} as const

/** Predicts 10 + 2 (size - 3) + 100 [color is red] + 200 [color is blue] + 5000 [size was missing]. */
const MODEL: SavedModel = {
  holdoutModel: 1,
  run: 'r',
  name: 'By hand',
  task: 'regression',
  classes: [],
  spec: {
    name: 'By hand',
    layers: [{ type: 'output', name: 'output', units: 1, activation: 'linear', ...WEIGHTS }],
    training: {
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
      loss: { type: 'meanSquaredError' },
      epochs: 1,
      batchSize: 1,
      shuffle: true,
    },
  },
  preprocessing: {
    columns: [
      { kind: 'number', name: 'size', fill: 4, center: 3, scale: 2, hasIndicator: true, isEmpty: false },
      { kind: 'oneHot', name: 'color', levels: ['blue', 'red'], ranks: [0, 1], fill: 1 },
    ],
    outputs: ['size', 'size (missing)', 'color=blue', 'color=red'],
  },
  targetScale: { mean: 10, scale: 4 },
  inputs: 4,
  weights: { 'output/kernel': base64([1, 1250, 50, 25]), 'output/bias': base64([0]) },
}

async function saved(changes: object = {}): Promise<string> {
  const path = join(folder, 'model.json')
  await writeFile(path, JSON.stringify({ ...MODEL, ...changes }))
  return path
}

async function predicted(csv: string | Uint8Array, changes: object = {}, request: PredictRequest = {}) {
  const file = join(folder, 'new.csv')
  await writeFile(file, csv)
  const rows: PredictedRow[] = []
  const sink = { add: (block: readonly PredictedRow[]) => void rows.push(...block) }
  const found = await predictCsv(await openModel(await saved(changes)), file, request, sink)
  return { ...found, rows, values: rows.map(({ value }) => value) }
}

describe('predictCsv', () => {
  it('finds columns by name, whatever their order and company', async () => {
    const { values } = await predicted('note,color,size\nx,red,3\ny,blue,5\n')
    expect(values).toEqual([110, 214])
  })

  it('fills missing cells as in training and counts them', async () => {
    const { values, imputedCells } = await predicted('size,color\n,blue\n3,\n3,red\n')
    expect(values).toEqual([10 + 2 + 5000 + 200, 110, 110])
    expect(imputedCells).toBe(2)
  })

  it('takes a column without any value as numbers that are all missing', async () => {
    expect((await predicted('size,color\n,red\n,red\n')).values).toEqual([5112, 5112])
  })

  it('counts categories that no training row had, which then say nothing', async () => {
    const { values, unseenCategories } = await predicted('size,color\n3,green\n3,red\n')
    expect(values).toEqual([10, 110])
    expect(unseenCategories).toBe(1)
  })

  it('reads categories as such even where they look like numbers', async () => {
    const columns = [MODEL.preprocessing.columns[0], { ...MODEL.preprocessing.columns[1], levels: ['1', '2'] }]
    const preprocessing = { ...MODEL.preprocessing, columns }
    expect((await predicted('size,color\n3,1\n3,2\n', { preprocessing })).values).toEqual([210, 110])
  })

  it('reads the file as the first one was read', async () => {
    const dataset = { target: 'y', missing: ['?'], columns: { y: { role: 'target' }, gone: { role: 'ignore' } } }
    expect((await predicted('size,color\n?,red\n3,red\n', { dataset })).values).toEqual([5112, 110])
  })

  it('reads numbers and dates as they were written in training', async () => {
    const columns = { size: { type: 'number', decimal: ',' }, color: { type: 'category' } }
    const dataset = { target: 'y', header: true, delimiter: ',', columns }
    expect((await predicted('size,color\n"3,000",red\n"5,000",red\n', { dataset })).values).toEqual([110, 114])
    const thousands = { ...columns, size: { type: 'number', decimal: ',', thousands: '.' } }
    const grouped = await predicted('size,color\n1.003,red\n', { dataset: { ...dataset, columns: thousands } })
    expect(grouped.values).toEqual([10 + 2 * 1000 + 100])
    const dates = { ...columns, size: { type: 'date', format: 'dd/MM/yyyy' } }
    const dated = await predicted('size,color\n04/01/1970,red\n', { dataset: { ...dataset, columns: dates } })
    expect(dated.values).toEqual([110])
  })

  it('refuses a column in which no number is written as in training, and names cells', async () => {
    const columns = { size: { type: 'number', decimal: '.' }, color: { type: 'category' } }
    const promise = predicted('size;color\n1,25;red\n2,75;red\n', { dataset: { target: 'y', columns } })
    await expect(promise).rejects.toThrow(
      'column "size": expected numbers as in training, received "1,25" (line 2), "2,75" (line 3)',
    )
  })

  it('keeps every row in its place: what cannot be read says why', async () => {
    const dataset = { target: 'y', columns: { size: { type: 'number', decimal: '.' }, color: { type: 'category' } } }
    const { rows } = await predicted('size,color\n3,red\n3,red,x\n\nbig,red\n5,red\n', { dataset })
    expect(rows).toEqual([
      { line: 2, copied: [], value: 110 },
      { line: 3, copied: [], problem: 'a row has 3 fields where 2 are expected' },
      { line: 5, copied: [], problem: '"big" in size is no number as in training' },
      { line: 6, copied: [], value: 114 },
    ])
  })

  it('finds the columns where the new file has another delimiter, and says so', async () => {
    const dataset = { target: 'y', header: true, delimiter: ',', quote: '"', columns: { size: { type: 'number' } } }
    const { values, notes } = await predicted('size;color\n3;red\n', { dataset })
    expect(values).toEqual([110])
    expect(notes).toEqual(['The delimiter is a semicolon; the file trained on had a comma.'])
  })

  it('names every column that is missing', async () => {
    const promise = predicted('weight,note\n1,x\n')
    await expect(promise).rejects.toMatchObject({ code: 'preprocessing/column-missing' })
    await expect(promise).rejects.toThrow('the columns "size", "color" are missing')
  })

  it('names a column of another type', async () => {
    const promise = predicted('size,color\nlarge,red\nsmall,red\n')
    await expect(promise).rejects.toMatchObject({ code: 'preprocessing/column-type' })
    await expect(promise).rejects.toThrow('column "size": expected numbers as in training, received categories')
  })
})

describe('an ensemble', () => {
  /** As {@link MODEL}, but for 30 more in general, and for a blue that no row of its fold had. */
  const other = {
    preprocessing: {
      ...MODEL.preprocessing,
      columns: [
        { kind: 'number', name: 'size', fill: 6, center: 3, scale: 2, hasIndicator: true, isEmpty: false },
        { kind: 'oneHot', name: 'color', levels: ['blue', 'red'], ranks: [-1, 0], fill: 1 },
      ],
    },
    targetScale: { mean: 40, scale: 4 },
    inputs: 4,
    weights: MODEL.weights,
  }
  const ensemble = { holdoutModel: 2, others: [other] }

  it('predicts the mean of its networks, each behind its own preparation', async () => {
    const found = await predicted('size,color\n3,red\n3,blue\n,red\n', ensemble)
    // 110 and 140; 210 and 40; 5112 and 5146.
    expect(found.values).toEqual([125, 125, 5129])
    // Blue is known to one of them.
    expect(found.unseenCategories).toBe(0)
  })

  it.each([
    ['other columns', { columns: [MODEL.preprocessing.columns[0]], outputs: ['size', 'size (missing)'] }],
    [
      'other levels',
      {
        ...other.preprocessing,
        columns: [other.preprocessing.columns[0], { ...other.preprocessing.columns[1], levels: ['red', 'blue'] }],
      },
    ],
  ])('is refused where its networks have %s', async (_, preprocessing) => {
    const others = [{ ...other, preprocessing, inputs: preprocessing.outputs.length }]
    await expect(openModel(await saved({ holdoutModel: 2, others }))).rejects.toMatchObject({ code: 'model/damaged' })
  })

  it('spreads as far as its networks differ, though none drops a unit', async () => {
    const found = await predicted('size,color\n3,red\n3,blue\n', ensemble, { passes: { passes: 2, seed: 0 } })
    expect(found.rows.map(({ spread }) => spread)).toEqual([15, 85])
  })
})

describe('Monte Carlo dropout', () => {
  const passes = { passes: 200, seed: 1 }
  const [output] = MODEL.spec.layers
  const spec = { ...MODEL.spec, layers: [{ type: 'dropout', name: 'dropout', rate: 0.5 }, output] }
  const spreads = async (csv: string, seed = 1) =>
    (await predicted(csv, { spec }, { passes: { ...passes, seed } })).rows.map(({ spread = NaN }) => spread)

  it('gives the standard deviation over networks whose units are dropped, and leaves the prediction as it is', async () => {
    const found = await predicted('size,color\n5,red\n', { spec }, { passes })
    expect(found.values).toEqual([114])
    // Twice or never: 4 with a chance of one half each, and 100.
    const expected = Math.sqrt(4 ** 2 + 100 ** 2)
    expect(found.rows[0].spread).toBeGreaterThan(0.9 * expected)
    expect(found.rows[0].spread).toBeLessThan(1.1 * expected)
  })

  it('is the same for the same seed, and for a row whatever stands beside it', async () => {
    const [first, second] = await spreads('size,color\n5,red\n8,blue\n')
    expect(await spreads('size,color\n,red\n8,blue\n1,red\n5,red\n')).toEqual([
      expect.any(Number),
      second,
      expect.any(Number),
      first,
    ])
    expect((await spreads('size,color\n5,red\n', 2))[0]).not.toBe(first)
  })

  it('is refused where all passes would be the same', async () => {
    await expect(predicted('size,color\n5,red\n', {}, { passes })).rejects.toMatchObject({ code: 'model/no-dropout' })
  })
})

describe('openModel', () => {
  it.each([
    ['another version', { holdoutModel: 3 }, 'model/version'],
    ['an ensemble without its other networks', { holdoutModel: 2 }, 'model/damaged'],
    ['other networks in a model of one', { others: [] }, 'model/damaged'],
    ['no spec', { spec: null }, 'model/damaged'],
    ['too few weights', { weights: { ...MODEL.weights, 'output/kernel': base64([1, 2]) } }, 'model/weights'],
    ['no bias', { weights: { 'output/kernel': MODEL.weights['output/kernel'] } }, 'model/weights'],
    ['other inputs', { inputs: 3 }, 'model/damaged'],
  ])('refuses %s', async (_, changes, code) => {
    await expect(openModel(await saved(changes))).rejects.toMatchObject({ code })
  })

  it.each([
    ['no JSON', 'size,color\n1,red\n'],
    ['other JSON', '{"holdout": 1}'],
    ['nothing', ''],
  ])('refuses %s', async (_, text) => {
    const path = join(folder, 'other.json')
    await writeFile(path, text)
    await expect(openModel(path)).rejects.toMatchObject({ code: 'model/not-a-model' })
  })

  it('reads what was written', async () => {
    const path = await saved()
    expect((await openModel(path)).saved).toEqual(JSON.parse(await readFile(path, 'utf8')))
  })
})

/** Rows of a file without anything to copy, from line 2 on, as CSV. */
function written(model: SavedModel, values: readonly (number | readonly number[])[]): string {
  const csv = new PredictedCsv(model, { copied: [], hasTarget: false, hasProblems: false })
  return csv.header + csv.lines(values.map((value, index) => ({ line: index + 2, value, copied: [] })))
}

describe('predictedCsv', () => {
  it('writes the likeliest class and the probability of each, harmless to spreadsheets', () => {
    const model = { ...MODEL, task: 'binary', classes: ['=cmd()', 'b'] } as const
    expect(written(model, [0.25, 0.5, 0.75])).toBe(
      "row,line,predicted,P(=cmd()),P(b)\n1,2,'=cmd(),0.75,0.25\n2,3,'=cmd(),0.5,0.5\n3,4,b,0.25,0.75\n",
    )
  })

  it('writes several classes, and numbers', () => {
    const model = { ...MODEL, task: 'multiclass', classes: ['a', 'b', 'c'] } as const
    expect(written(model, [[0.2, 0.5, 0.3]])).toBe('row,line,predicted,P(a),P(b),P(c)\n1,2,b,0.2,0.5,0.3\n')
    expect(written(MODEL, [1.5, -2])).toBe('row,line,predicted\n1,2,1.5\n2,3,-2\n')
  })
})
