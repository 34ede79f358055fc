import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importDataset } from '../store/importDataset.ts'
import type { ImportedDataset } from '../store/importDataset.ts'
import { readRows } from './rowReader.ts'

const fixtures = fileURLToPath(new URL('../../../../fixtures/csv/', import.meta.url))
const samples = fileURLToPath(new URL('../../../../resources/samples/', import.meta.url))
let folder: string
const imported = (file: string): Promise<ImportedDataset> => importDataset({ file, folder })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-rows-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a page holds the rows asked for, by column, typed, in the order of the file', async () => {
  const dataset = await imported(join(samples, 'sonar.csv'))
  const page = await readRows(dataset, { from: 1, count: 2, fields: [60, 0] })
  expect(page).toEqual({
    from: 1,
    fields: [0, 60],
    cells: [
      [0.0453, 0.0262],
      ['R', 'R'],
    ],
  })
})

test('pages end with the file, and nothing lies behind it', async () => {
  const dataset = await imported(join(samples, 'sonar.csv'))
  expect((await readRows(dataset, { from: 206, count: 10, fields: [0] })).cells[0]).toHaveLength(2)
  expect(await readRows(dataset, { from: 208, count: 10, fields: [0] })).toMatchObject({ cells: [] })
  expect(await readRows(dataset, { from: 0, count: 10, fields: [99] })).toMatchObject({ fields: [], cells: [] })
})

test('missing cells are null and dates are text without a zone', async () => {
  const missing = await imported(join(samples, 'pima-diabetes.csv'))
  const page = await readRows(missing, {
    from: 0,
    count: 50,
    fields: missing.inspection.columns.map(({ field }) => field),
  })
  expect(page.cells.flat()).toContain(null)
  const dates = await imported(join(fixtures, 'dates.csv'))
  const column = dates.inspection.columns.find(({ type }) => type === 'date')!
  const [cells] = (await readRows(dates, { from: 0, count: 1, fields: [column.field] })).cells
  expect(cells[0]).toMatch(/^\d{4}-\d{2}-\d{2}/)
})

test('a page that is too large is refused', async () => {
  const dataset = await imported(join(samples, 'sonar.csv'))
  await expect(readRows(dataset, { from: 0, count: 1001, fields: [0] })).rejects.toMatchObject({
    code: 'usage/page-too-large',
  })
})
