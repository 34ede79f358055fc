import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowView } from '../../../contract/rowsPath.ts'
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
  expect(cells[0]).toMatch(/^\d{4}-\d{2}-\d{2}$/)
})

test('a page that is too large is refused', async () => {
  const dataset = await imported(join(samples, 'sonar.csv'))
  await expect(readRows(dataset, { from: 0, count: 1001, fields: [0] })).rejects.toMatchObject({
    code: 'usage/page-too-large',
  })
})

const order = async (dataset: ImportedDataset, view: RowView, field = 0) => {
  const page = await readRows(dataset, { from: 0, count: 500, fields: [field], view })
  return { cells: page.cells[0] ?? [], ...page.view }
}

test('rows are sorted in view alone: missing cells last, equal ones as in the file', async () => {
  const dataset = await imported(join(samples, 'pima-diabetes.csv'))
  const { columns } = dataset.inspection
  const field = columns.find(({ missing }) => missing > 0)?.field ?? NaN
  const inFile = (await readRows(dataset, { from: 0, count: 800, fields: [field] })).cells[0] as (number | null)[]
  for (const descending of [false, true]) {
    const { rows = [], cells, total } = await order(dataset, { sort: field, descending }, field)
    expect(total).toBe(dataset.inspection.rows)
    const expected = inFile
      .map((cell, row) => ({ cell, row }))
      .sort((a, b) => {
        if (a.cell === null || b.cell === null)
          return Number(a.cell === null) - Number(b.cell === null) || a.row - b.row
        return (descending ? b.cell - a.cell : a.cell - b.cell) || a.row - b.row
      })
      .slice(0, 500)
    expect(rows).toEqual(expected.map(({ row }) => row))
    expect(cells).toEqual(expected.map(({ cell }) => cell))
  }
})

test('rows are filtered by a comparison or by a text, and what holds no row is empty', async () => {
  const dataset = await imported(join(samples, 'sonar.csv'))
  const { columns } = dataset.inspection
  const [first] = columns
  const all = (await readRows(dataset, { from: 0, count: 208, fields: [0] })).cells[0] as number[]
  const above = await order(dataset, { filter: `${first.name} > 0.05`, sort: 0 })
  expect(above.cells).toEqual(all.filter((value) => value > 0.05).sort((a, b) => a - b))
  expect(above.total).toBe(above.cells.length)
  expect((await order(dataset, { filter: ' r ' })).total).toBe(97)
  expect(await order(dataset, { filter: `${first.name} > much` })).toMatchObject({ cells: [], total: 0 })
  expect((await order(dataset, { filter: "it's; DROP" })).total).toBe(0)
})

test('a later page goes on where the one before ended', async () => {
  const dataset = await imported(join(samples, 'sonar.csv'))
  const whole = await order(dataset, { sort: 5, descending: true }, 5)
  const view = { sort: 5, descending: true }
  const page = await readRows(dataset, { from: 100, count: 8, fields: [60, 5], view })
  expect(page.view?.rows).toEqual(whole.rows?.slice(100, 108))
  expect(page.cells[page.fields.indexOf(5)]).toEqual(whole.cells.slice(100, 108))
})
