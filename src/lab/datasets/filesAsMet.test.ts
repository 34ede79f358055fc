import iconv from 'iconv-lite'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Inspection } from '../../core/dataset/inspection.ts'
import { inspectCsv } from './read/inspectCsv.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-met-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function inspect(header: string, row: (index: number) => string, encoding = 'utf-8'): Promise<Inspection> {
  const file = join(folder, 'met.csv')
  const text = `${header}\n${Array.from({ length: 40 }, (_, index) => row(index)).join('\n')}\n`
  await writeFile(file, iconv.encode(text, encoding))
  return inspectCsv(file)
}

function types({ columns }: Inspection): string[] {
  return columns.map(({ name, type }) => `${name}: ${type}`)
}

function warned({ warnings }: Inspection): (string | undefined)[] {
  return warnings.map(({ code, column }) => (column === undefined ? code : `${code} ${column}`))
}

const two = (value: number): string => String(value).padStart(2, '0')

describe('files as people meet them', () => {
  it('a German spreadsheet: decimal commas without thousands are no thousands', async () => {
    const found = await inspect(
      'Kunde;Größe;Umsatz;Datum',
      (i) => `Müller ${String(i)};1,${two(i)};${String(1 + (i % 7))}.1${two(i)},5;${two(1 + (i % 28))}.03.2024`,
      'windows-1252',
    )
    expect(types(found)).toEqual(['Kunde: category', 'Größe: number', 'Umsatz: number', 'Datum: date'])
    expect(found.ledger.filter(({ kind }) => kind === 'thousands').map(({ column }) => column)).toEqual(['Umsatz'])
    expect(found.ledger.find(({ column }) => column === 'Datum')?.message).toBe(
      'Dates written as day.month.year were read.',
    )
    expect(found.columns[3].profile).toMatchObject({ min: '2024-03-01', max: '2024-03-28' })
  })

  it('the ledger counts cells that have a value as read, and no others', async () => {
    const found = await inspect('preis;tag;art', (i) =>
      i === 7 ? ';;' : `${i === 3 ? 'NA' : `${String(i)},5`};${two(1 + (i % 28))}.03.2024;${i % 2 ? 'a' : 'b'}`,
    )
    const { rows } = found
    const count = (kind: string) => found.ledger.find((entry) => entry.kind === kind)?.count
    expect([count('decimalComma'), count('retyped')]).toEqual([rows - 2, rows - 1])
  })

  it('years of two digits are of a century, not of antiquity', async () => {
    const found = await inspect(
      'day,x',
      (i) => `${two(1 + (i % 28))}.${two(1 + (i % 12))}.${i % 2 ? '24' : '99'},${String(i)}`,
    )
    expect(types(found)).toEqual(['day: date', 'x: number'])
    expect(found.columns[0].profile).toMatchObject({ min: '1999-01-01', max: '2024-12-24' })
  })

  it('currencies and percentages are named, not passed over', async () => {
    const found = await inspect(
      'price,paid,margin,word',
      (i) => `"$1,${two(i)}0.50",${String(i)} €,-${String(i)}.5%,w${String(i % 3)}`,
    )
    expect(warned(found)).toEqual(['numbers-with-units price', 'numbers-with-units paid', 'numbers-with-units margin'])
  })

  it.each([
    ['pandas', ',x,y', (i: number) => `${String(i)},${String(i * i)},a`, ['row-numbers V1', 'constant-column y']],
    [
      'R',
      '"","x","y"',
      (i: number) => `"${String(i + 1)}",${String(i * i)},"b"`,
      ['row-numbers V1', 'constant-column y'],
    ],
    ['no numbering', ',x,y', (i: number) => `${String(i * 2)},${String(i * i)},c`, ['constant-column y']],
  ])('row numbers without a name: %s', async (_, header, row, expected) => {
    const found = await inspect(header, row)
    expect(warned(found).sort()).toEqual([...expected].sort())
  })

  it('a row of units under the header', async () => {
    const found = await inspect(
      'time;temperature;state\ns;°C;-',
      (i) => `${String(i)};${String(20 + i / 8)};${i % 2 ? 'on' : 'off'}`,
    )
    expect(found.warnings[0]).toMatchObject({
      code: 'words-on-top',
      message: expect.stringMatching(/^Line 2 has words in 2 columns of numbers/) as string,
    })
    expect(found.ledger[0].message).toBe('1 cell is no number and counts as missing.')
  })

  it('title lines above the table: the refusal says where the table begins', async () => {
    await expect(
      inspect('Sales report\nMarch, all regions\n\nregion,units,revenue', (i) => `n,${String(i)},7`),
    ).rejects.toMatchObject({
      code: 'csv/ragged-row',
      line: 2,
      hint: 'Most rows have 3 fields: the table seems to begin in line 4. Remove the lines above it.',
    })
  })

  it('a header one name short, as R writes it', async () => {
    const found = await inspect('len,sp', (i) => `${String(i + 1)},${String(i / 2)},${i % 2 ? 'a' : 'b'}`)
    expect(types(found)).toEqual(['V1: number', 'len: number', 'sp: category'])
    expect(found.ledger.map(({ column, message }) => [column, message])).toEqual([
      [undefined, expect.stringContaining('one name fewer than the rows have fields')],
      ['V1', expect.stringContaining('It had no name')],
    ])
    expect(warned(found)).toEqual(['row-numbers V1'])
  })

  it('a first line one field short that may be a title', async () => {
    await expect(inspect('Rain, by month\nx,y,z', (i) => `${String(i)},1.5,a`)).rejects.toMatchObject({
      line: 2,
      hint: expect.stringContaining('one field more than line 1: if it is the header') as string,
    })
  })

  it('a single ragged row keeps the plain advice', async () => {
    await expect(inspect('a,b', (i) => (i === 20 ? '1,2,3' : `${String(i)},x`))).rejects.toMatchObject({
      line: 22,
      hint: expect.stringContaining('Fix the line') as string,
    })
  })

  it('answers in different capitals, and a survey with newlines in its answers', async () => {
    const found = await inspect(
      'agree,"Why, in your words?",flag',
      (i) =>
        `${['yes', 'No', 'YES', 'no'][i % 4]},"Because, as I said ""loudly"",\nreason ${String(i)} is a good one",${i % 2 ? 'TRUE' : 'false'}`,
    )
    expect(types(found)).toEqual(['agree: category', 'Why, in your words?: text', 'flag: boolean'])
    expect(warned(found)).toEqual(['spellings agree'])
  })
})
