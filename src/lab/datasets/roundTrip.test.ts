import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvLine } from '../../core/csv/csvWriter.ts'
import { importDataset } from './store/importDataset.ts'
import type { StoredColumns } from './store/storedColumns.ts'
import { inspectCsv } from './read/inspectCsv.ts'
import { loadTable } from './store/loadTable.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-fuzz-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

interface Dialect {
  readonly delimiter: string
  readonly quote: string
  readonly newline: string
  readonly encoding: string
  readonly hasMark: boolean
  readonly quotesAll: boolean
  readonly packed: boolean
  readonly endsWithNewline: boolean
  readonly token: string
}

const dialects: fc.Arbitrary<Dialect> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', ':', '~'),
  quote: fc.constantFrom('"', "'"),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'windows-1252', 'gb18030', 'shift_jis'),
  hasMark: fc.boolean(),
  quotesAll: fc.boolean(),
  packed: fc.boolean(),
  endsWithNewline: fc.boolean(),
  token: fc.constantFrom('', 'NA', '?', '-999', 'n. a.', '缺'),
})

/** Words that are their own trimmed selves, mean nothing special, and use characters that quoting has to deal with. */
const words = fc
  .string({
    unit: fc.constantFrom(...Array.from('abcXYZ089 ,;|\t:~"\'\n\r\\.#é漢😀=-_%')),
    minLength: 1,
    maxLength: 12,
  })
  // A carriage return may not stand at the end of a cut: readers of any system join it with a line feed.
  .map((word) => `w${word.replaceAll('\r\n', '\n')}z`)
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
)

interface Row {
  readonly word: string | null
  readonly number: number | null
  readonly label: 'yes' | 'no'
}
const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    word: fc.option(words, { freq: 6 }),
    number: fc.option(numbers, { freq: 6 }),
    label: fc.constantFrom('yes', 'no'),
  }),
  { minLength: 1, maxLength: 30 },
)

function write(table: readonly Row[], dialect: Dialect): Buffer {
  const { delimiter, quote, newline, quotesAll, token } = dialect
  const cell = (text: string): string => {
    const needs = quotesAll || text.includes(delimiter) || text.includes(quote) || /[\r\n]/.test(text)
    return needs ? quote + text.replaceAll(quote, quote + quote) + quote : text
  }
  const line = (cells: readonly string[]): string => cells.map(cell).join(delimiter)
  const lines = [
    line(['the word', 'number', 'label']),
    ...table.map((row) => line([row.word ?? token, row.number === null ? token : numberText(row.number), row.label])),
  ]
  const text = lines.join(newline) + (dialect.endsWithNewline ? newline : '')
  const bytes = iconv.encode(text, dialect.encoding, { addBOM: dialect.hasMark && dialect.encoding.startsWith('utf') })
  return dialect.packed ? gzipSync(bytes) : bytes
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

describe('round trips', () => {
  it('give every value back, in any dialect and encoding', async () => {
    let file = 0
    await fc.assert(
      fc.asyncProperty(rows, dialects, async (table, dialect) => {
        fc.pre(isEncodable(table, dialect))
        const path = join(folder, `${String(file++)}.csv`)
        await writeFile(path, write(table, dialect))
        const choices = {
          delimiter: dialect.delimiter,
          quote: dialect.quote,
          header: true,
          encoding: dialect.encoding,
          missing: [dialect.token],
          columns: {
            'the word': { type: 'category', role: 'feature' },
            number: { type: 'number', role: 'feature' },
            label: { type: 'category' },
          },
        } as const
        const { inspection, stored } = await importDataset({ file: path, choices, folder: join(folder, 'store') })
        expect(inspection.rows).toBe(table.length)
        const [word, number] = await featuresOf(stored, inspection)
        expect(word).toEqual(table.map((row) => row.word))
        expect(number).toEqual(table.map((row) => row.number))
      }),
      { numRuns: 120 },
    )
  }, 300_000)

  it('guess the usual dialects themselves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        rows,
        async (delimiter, newline, hasMark, table) => {
          const plain = table.map((row, index) => ({
            ...row,
            word: `word ${String(index % 7)}`,
            number: row.number ?? index,
          }))
          const many = Array.from({ length: 12 }, (_, index) => plain[index % plain.length])
          const dialect: Dialect = {
            delimiter,
            quote: '"',
            newline,
            encoding: 'utf-8',
            hasMark,
            quotesAll: false,
            packed: false,
            endsWithNewline: true,
            token: 'NA',
          }
          const path = join(folder, 'guess.csv')
          await writeFile(path, write(many, dialect))
          const read = await inspectCsv(path)
          expect(read.dialect).toMatchObject({ delimiter, header: true })
          expect(read.rows).toBe(12)
        },
      ),
      { numRuns: 60 },
    )
  }, 120_000)

  it('bring back what we write ourselves, harmless cells included', async () => {
    const lines = [['a', 'b'], ...Array.from({ length: 30 }, (_, row) => [`=SUM(A${String(row)})`, row / 7])]
    const path = join(folder, 'own.csv')
    await writeFile(path, `${lines.map(csvLine).join('\n')}\n`)
    const read = await inspectCsv(path)
    expect(read.preview[3]).toEqual(["'=SUM(A3)", String(3 / 7)])
  })
})

async function featuresOf(
  stored: StoredColumns,
  inspection: Parameters<typeof loadTable>[0]['inspection'],
): Promise<unknown[][]> {
  const twoClasses = inspection.columns.map((column) =>
    column.name === 'label' ? { ...column, profile: { ...column.profile, distinct: 2, count: 100 } } : column,
  )
  const { features } = await loadTable(
    { stored, inspection: { ...inspection, columns: twoClasses } },
    { target: 'label', columns: { 'the word': { role: 'feature' } } },
  )
  return features.map((column) =>
    column.kind === 'number'
      ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
      : Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code])),
  )
}

function isEncodable(table: readonly Row[], dialect: Dialect): boolean {
  const text = table.map(({ word }) => word ?? '').join('') + dialect.token
  return (
    iconv.decode(iconv.encode(text, dialect.encoding), dialect.encoding) === text &&
    !table.some(({ number }) => String(number) === dialect.token)
  )
}

describe('random bytes', () => {
  it('never crash, hang or leave files behind', async () => {
    const store = join(folder, 'bytes')
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc
        .string({ unit: fc.constantFrom(...Array.from('a1,;"\'\n\r\t #=.\0\\|:é-')), minLength: 1, maxLength: 200 })
        .map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ minLength: 1, maxLength: 100 }).map((tail) => Uint8Array.from([0x1f, 0x8b, 8, 0, ...tail])),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const path = join(folder, 'bytes.csv')
        await writeFile(path, content)
        const end = await importDataset({ file: path, folder: store }).catch((error: unknown) => error)
        if (end instanceof Error) {
          expect(end).toMatchObject({ name: 'HoldoutError', code: expect.stringMatching(/^(csv|file)\//) as string })
        }
        expect((await readdir(store)).filter((name) => name.startsWith('.'))).toEqual([])
      }),
      { numRuns: 300 },
    )
  }, 300_000)
})
