import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCsvRows } from './testing/readCsvRows.ts'
import { runInProcess } from './testing/runInProcess.ts'

const DAY_MS = 86_400_000
const SIZES = ['S', 'M', 'L']
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-chosen-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A price that is 50 higher in June and 10 higher for each size, over two years. */
function salesCsv(): string {
  const rows = Array.from({ length: 240 }, (_, row) => {
    const date = new Date(Date.UTC(2022, 0, 1) + row * 3 * DAY_MS).toISOString().slice(0, 10)
    const size = row % SIZES.length
    return `${date},${SIZES[size]},${String(100 + (date.slice(5, 7) === '06' ? 50 : 0) + 10 * size)}`
  })
  return `V1,size,price\n${rows.join('\n')}\n`
}

const EXPERIMENT = `holdout: 1
name: Sales
dataset:
  file: sales.csv
  target: price
  names: { V1: sold }
  columns:
    sold: { parts: [month, weekday] }
    size: { order: [S, M, L] }
    price: { type: number }
task: regression
seed: 7
validation: { strategy: k-fold, folds: 3 }
training: { epochs: 60, batchSize: 16, optimizer: { type: adam, learningRate: 0.05 } }
references: none
finalModel: true
models: [{ name: Linear, layers: [output] }]
`

it('predict renames columns, takes dates apart and orders categories as the training did', async () => {
  await writeFile(join(folder, 'sales.csv'), salesCsv())
  await writeFile(join(folder, 'sales.yaml'), EXPERIMENT)
  await writeFile(join(folder, 'new.csv'), 'V1,size\n2031-06-03,S\n2031-07-03,S\n2031-06-03,L\n')
  const out = join(folder, 'out')
  const run = await runInProcess('run', join(folder, 'sales.yaml'), '--out', out)
  expect(run.code, run.stderr).toBe(0)
  const to = join(folder, 'predicted.csv')
  const predicted = await runInProcess(
    'predict',
    join(out, 'models/model-0.json'),
    join(folder, 'new.csv'),
    '--out',
    to,
  )
  expect(predicted.code, predicted.stderr).toBe(0)
  const [june, july, large] = (await readCsvRows(to)).map((row) => Number(row.predicted))
  expect(june - july).toBeGreaterThan(40)
  expect(large - june).toBeGreaterThan(15)
}, 180_000)
