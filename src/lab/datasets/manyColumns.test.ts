import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DatasetColumn } from '../../core/dataset/inspection.ts'
import { associationsWith } from './profile/associationsWith.ts'
import { classHistogramOf } from './profile/classHistogramOf.ts'
import { readRows } from './read/rowReader.ts'
import { importDataset, openDataset } from './store/importDataset.ts'
import type { ImportedDataset } from './store/importDataset.ts'
import { loadTable } from './store/loadTable.ts'

const ROWS = 60
/** Columns of plain numbers are many, all others few: those take the database's time. */
const COPIES = 20
const NUMBERS = 5

/** Kinds of columns, each by its cell in a row. */
const KINDS: Readonly<Record<string, (row: number) => string>> = {
  whole: (row) => String((row * 7) % 11),
  decimal: (row) => (Math.sin(row) * 1e3).toFixed(row % 9),
  gaps: (row) => ['', 'NA', '?', '-3.5', '+2', '.5'][row % 6],
  padded: (row) => (row % 5 === 0 ? ` ${String(row)} ` : String(row)),
  quoted: (row) => `"${String(row / 4)}"`,
  late: (row) => (row === 55 ? 'oops' : String(row)),
  codes: (row) => `00${String(row % 4)}`,
  comma: (row) => `"${String(row)},5"`,
  word: (row) => ['red', 'green', '"a, ""b"""', ''][row % 4],
  date: (row) => `2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
  flag: (row) => String(row % 3 === 0),
  big: (row) => (row === 30 ? '9007199254740993' : String(row)),
}
const names = Object.keys(KINDS)

function csvOf(copies: number): string {
  const copied = Array.from({ length: copies }, (_, copy) => (copy < 2 ? names : names.slice(0, NUMBERS)))
  const header = copied.flatMap((own, copy) => own.map((name) => `${name}${String(copy)}`))
  const rows = Array.from({ length: ROWS + 1 }, (_, line) => {
    // The last row repeats the first.
    return [...copied.flat().map((name) => KINDS[name](line % ROWS)), line % 2 === 0 ? 'a' : 'b'].join(',')
  })
  return `${[...header, 'label'].join(',')}\n${rows.join('\n')}\n`
}

let folder: string
let few: ImportedDataset
let many: ImportedDataset
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-many-columns-'))
  const imported = async (name: string, copies: number): Promise<ImportedDataset> => {
    const file = join(folder, name)
    await writeFile(file, csvOf(copies))
    return importDataset({ file, folder: join(folder, 'store') })
  }
  few = await imported('few.csv', 1)
  many = await imported('many.csv', COPIES)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The copy of a column in the file of few columns. */
function twin({ name }: DatasetColumn): DatasetColumn {
  const stem = name.replace(/\d+$/, '')
  const found = few.inspection.columns.find((column) => column.name === (stem === 'label' ? stem : `${stem}0`))
  if (!found) throw new Error(`no twin of ${name}`)
  return found
}

describe('a table of many columns', () => {
  it('is stored in several files, and read as one of few columns', async () => {
    expect(few.stored.layout).toBeUndefined()
    // One for what is no number at first sight, one for what turned out to be none.
    expect(many.stored.layout?.parts).toHaveLength(2)
    expect(many.inspection.columns.filter(({ field }) => many.stored.hasNumbers(field))).toHaveLength(NUMBERS * COPIES)
    for (const column of many.inspection.columns)
      expect(column).toEqual({ ...twin(column), name: column.name, field: column.field })
    expect(many.inspection.duplicateRows).toBe(few.inspection.duplicateRows)
    const again = await openDataset(join(folder, 'store'), many.id)
    expect(again.stored.layout).toEqual(many.stored.layout)
  })

  it('shows the same rows', async () => {
    const { columns } = many.inspection
    const page = await readRows(many, { from: 50, count: 20, fields: columns.map(({ field }) => field) })
    const expected = await readRows(few, {
      from: 50,
      count: 20,
      fields: few.inspection.columns.map(({ field }) => field),
    })
    for (const [index, column] of columns.entries())
      expect(page.cells[index], column.name).toEqual(expected.cells[few.inspection.columns.indexOf(twin(column))])
  })

  it('sorts and filters rows alike', async () => {
    const fieldOf = ({ inspection }: ImportedDataset, name: string) =>
      inspection.columns.find((column) => column.name === name)?.field ?? NaN
    const fields = (dataset: ImportedDataset) =>
      ['whole0', 'gaps0', 'word0', 'date0'].map((name) => fieldOf(dataset, name))
    for (const [sort, filter] of [
      ['whole0', 'word0 = red'],
      ['gaps0', 'decimal0 > 100'],
      ['word0', undefined],
      ['date0', 'gaps0 = -3.5'],
      ['big0', 'date0 >= 2024-01-20'],
    ] as const) {
      const pages = await Promise.all(
        [few, many].map((dataset) => {
          const view = { sort: fieldOf(dataset, sort), descending: true, ...(filter !== undefined && { filter }) }
          return readRows(dataset, { from: 2, count: 30, fields: fields(dataset), view })
        }),
      )
      expect(pages[1].view, `${sort}, ${filter ?? ''}`).toEqual(pages[0].view)
      expect(pages[1].cells).toEqual(pages[0].cells)
      expect(pages[1].view?.total).toBeGreaterThan(5)
    }
    for (const filter of ['-3.5', 'green', '2024-01-07'])
      expect((await readRows(many, { from: 0, count: 60, fields: [], view: { filter } })).view).toEqual(
        (await readRows(few, { from: 0, count: 60, fields: [], view: { filter } })).view,
      )
  })

  it('gives the same table, associations and histograms', async () => {
    for (const target of ['label', 'whole0', 'decimal0']) {
      const [own, wide] = [await loadTable(few, { target }), await loadTable(many, { target })]
      expect(wide.target).toEqual(own.target)
      for (const feature of own.features)
        expect(wide.features.find(({ name }) => name === feature.name)).toEqual(feature)
      const [compared, comparedWide] = [
        await associationsWith(few, { target }),
        await associationsWith(many, { target }),
      ]
      expect(
        comparedWide.columns.filter(({ column }) => few.inspection.columns.some(({ name }) => name === column)),
      ).toEqual(compared.columns)
    }
    const request = { column: 'whole0', target: 'label' }
    expect(await classHistogramOf(many, request)).toEqual(await classHistogramOf(few, request))
  })
})
