import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Inspection } from '../../../core/dataset/inspection.ts'
import { inspectCsv } from '../read/inspectCsv.ts'
import { importDataset, openDataset } from '../store/importDataset.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { cellRange } from './cellRange.ts'

const FORMS = join(import.meta.dirname, '../../../../fixtures/forms')
const TABLE = { sheet: 'Measured values', range: 'B4:F16' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-forms-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** What the table is in every form: made by `fixtures/forms/make_forms.py`. */
function expectTable({ rows, columns, preview }: Inspection): void {
  expect(rows).toBe(12)
  expect(columns.map(({ name, type }) => [name, type])).toEqual([
    ['id', 'number'],
    ['size', 'number'],
    ['color', 'category'],
    ['on', 'boolean'],
    ['day', 'date'],
  ])
  expect(columns[1]).toMatchObject({ missing: 1, profile: { min: 0, max: 1.375 } })
  expect(columns[4].profile).toMatchObject({ min: '2026-01-01', max: '2026-01-12' })
  expect(preview[1].slice(0, 3)).toEqual(['1', '0.125', 'blue, dark'])
  expect(preview[2][2]).toBe('say "hi"')
}

describe('tables that are no CSV', () => {
  it.each([
    ['table.parquet', 'parquet', {}],
    ['table.jsonl.gz', 'json', {}],
    ['table.xlsx', 'workbook', TABLE],
  ] as const)('%s is read as the same table, and the ledger says so', async (name, form, choices) => {
    const inspection = await inspectCsv(join(FORMS, name), choices)
    expectTable(inspection)
    expect(inspection).toMatchObject({ name, form, ledger: [{ kind: 'converted' }, ...inspection.ledger.slice(1)] })
    expect(inspection.bytes).toBe((await readFile(join(FORMS, name))).length)
  })

  it('is imported under the checksum of the file itself, once for each way of reading it', async () => {
    const store = join(folder, 'datasets')
    const file = join(FORMS, 'table.xlsx')
    const first = await importDataset({ file, choices: TABLE, folder: store })
    expect((await importDataset({ file, choices: TABLE, folder: store })).wasKnown).toBe(true)
    const other = await importDataset({ file, choices: { ...TABLE, range: 'B4:F10' }, folder: store })
    expect(other.sha256).toBe(first.sha256)
    expect(other.id).not.toBe(first.id)
    expect((await openDataset(store, other.id)).inspection.rows).toBe(6)
  })

  it('reads JSON lines, a list of objects, and members that some rows lack', async () => {
    const lines = gunzipSync(await readFile(join(FORMS, 'table.jsonl.gz'))).toString()
    expectTable(await inspectCsv(await fileOf('plain.jsonl', lines)))
    const list = JSON.stringify([{ a: 1, b: 'x' }, { a: 2 }, { a: 3, b: 'y', c: [1, 2] }])
    const { columns, rows } = await inspectCsv(await fileOf('list.json', list))
    expect([rows, columns.map(({ name, missing }) => [name, missing])]).toEqual([3, [['a', 0], ['b', 1], ['c', 2]]]) // oxfmt-ignore
  })

  it('takes the first sheet with a table unless told otherwise, and a range without an end', async () => {
    const guessed = await inspectCsv(join(FORMS, 'table.xlsx'), { range: 'B4:F16' })
    expectTable(guessed)
    expect(guessed).toMatchObject({ sheets: ['Cover', 'Measured values'], sheet: 'Measured values' })
    await expect(inspectCsv(join(FORMS, 'table.xlsx'), { sheet: 'Cover' })).rejects.toMatchObject({
      code: 'file/no-table',
      hint: 'Choose another sheet: "Measured values".',
    })
    const open = await inspectCsv(join(FORMS, 'table.xlsx'), { ...TABLE, range: 'B4:F' })
    // The sum below was saved without its value.
    expect(open.rows).toBe(12)
  })

  it('takes numbers for what they are, whatever was said of commas before', async () => {
    const columns = { size: { type: 'number', decimal: ',' }, day: { type: 'date', format: 'dd.MM.yyyy' } } as const
    const choices: DatasetChoices = { ...TABLE, delimiter: ';', columns }
    expectTable(await inspectCsv(join(FORMS, 'table.xlsx'), choices))
  })

  const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  it.each([
    ['a workbook with a password', 'a.xlsx', Buffer.concat([compound, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]), {}, 'file/workbook-protected'], // oxfmt-ignore
    ['a workbook of long ago', 'b.xls', Buffer.concat([compound, Buffer.alloc(600)]), {}, 'file/workbook-old'],
    ['half a Parquet file', 'c.parquet', Buffer.from('PAR1 and no more'), {}, 'file/parquet'],
    ['half an object', 'd.json', '{"a": 1}\n{"a": ', {}, 'file/json'],
    ['another archive', 'e.xlsx', Buffer.from('504b0304140000000000', 'hex'), {}, 'csv/not-text'],
  ] as const)('refuses %s, and says what to do', async (_, name, content, choices, code) => {
    const failing = inspectCsv(await fileOf(name, content), choices)
    await expect(failing).rejects.toMatchObject({ code, hint: expect.stringMatching(/^[A-Z].*\.$/) as string })
  })

  it('refuses a workbook that is broken inside, a sheet that is not there, and one that is too large', async () => {
    const whole = await readFile(join(FORMS, 'table.xlsx'))
    const broken = Buffer.from(whole)
    broken.fill(0x41, 60, 1200)
    await expect(inspectCsv(await fileOf('broken.xlsx', broken))).rejects.toMatchObject({
      code: 'file/workbook-damaged',
    })
    await expect(inspectCsv(join(FORMS, 'table.xlsx'), { sheet: 'Sheet 9' })).rejects.toMatchObject({
      code: 'file/no-such-sheet',
      hint: 'Choose one of its sheets: "Cover", "Measured values".',
    })
    const claimed = Buffer.from(whole)
    for (
      let at = claimed.indexOf('xl/worksheets/sheet2.xml');
      at >= 0;
      at = claimed.indexOf('xl/worksheets/sheet2.xml', at + 1)
    )
      if (claimed.readUInt32LE(at - 46) === 0x02014b50) claimed.writeUInt32LE(2 ** 31, at - 46 + 24)
    await expect(inspectCsv(await fileOf('huge.xlsx', claimed))).rejects.toMatchObject({
      code: 'file/workbook-too-large',
      message: expect.stringContaining('2048 MiB') as string,
    })
  })

  it.each(['B4', 'F4:B16', 'B0:C2', '1:2', 'B4:F2'])('refuses %s as a range', (text) => {
    expect(() => cellRange(text)).toThrow(expect.objectContaining({ code: 'file/bad-range' }) as Error)
  })
})
