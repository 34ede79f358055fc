import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Inspection } from '../../core/dataset/inspection.ts'
import type { LedgerEntry } from '../../core/dataset/ledger.ts'
import type { DatasetChoices } from './store/datasetChoices.ts'
import { importDataset } from './store/importDataset.ts'
import { inspectCsv } from './read/inspectCsv.ts'

interface Case {
  readonly file: string
  readonly rows?: number
  readonly column_count?: number
  readonly columns?: readonly { readonly name?: string; readonly type?: string; readonly missing?: number | null }[]
  readonly error?: string
  readonly line?: number
  readonly note?: string
}

const FIXTURES = join(import.meta.dirname, '../../../fixtures/csv')
const cases = JSON.parse(readFileSync(join(FIXTURES, 'cases.json'), 'utf8')) as Case[]
const SLOW = 120_000

let store: string
beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), 'holdout-cases-'))
})
afterAll(async () => {
  await rm(store, { recursive: true, force: true })
})

function expectReading(wanted: Case, read: Inspection): void {
  expect(read.rows).toBe(wanted.rows)
  if (wanted.column_count !== undefined) expect(read.columns).toHaveLength(wanted.column_count)
  if (!wanted.columns) return
  expect(read.columns).toHaveLength(wanted.columns.length)
  wanted.columns.forEach((column, index) => {
    const found = read.columns[index]
    if (column.name !== undefined) expect(found.name).toBe(column.name)
    if (column.type !== undefined) expect(`${found.name}: ${found.type}`).toBe(`${found.name}: ${column.type}`)
    if (typeof column.missing === 'number')
      expect(`${found.name}: ${String(found.missing)} missing`).toBe(`${found.name}: ${String(column.missing)} missing`)
  })
}

describe('every awkward file of the manifest', () => {
  const readable = cases.filter(({ error }) => error === undefined)
  const refused = cases.filter(({ error }) => error !== undefined)

  it('has both kinds', () => {
    expect(readable.length).toBeGreaterThan(30)
    expect(refused.length).toBeGreaterThan(6)
  })

  it.each(readable)(
    '$file is imported as it says',
    async (wanted) => {
      const { inspection } = await importDataset({ file: join(FIXTURES, wanted.file), folder: store })
      expectReading(wanted, inspection)
    },
    SLOW,
  )

  it.each(refused)('$file is refused: $error', async (wanted) => {
    const before = await readdir(store)
    const failure = importDataset({ file: join(FIXTURES, wanted.file), folder: store })
    await expect(failure).rejects.toMatchObject({
      message: expect.stringContaining(wanted.error ?? '') as string,
      hint: expect.any(String) as string,
      ...(wanted.line !== undefined && { line: wanted.line }),
    })
    expect(await readdir(store)).toEqual(before)
  })
})

async function inspect(file: string, choices: DatasetChoices = {}): Promise<Inspection> {
  return inspectCsv(join(FIXTURES, file), choices)
}
function entries(read: Inspection, kind: LedgerEntry['kind'], column?: string): LedgerEntry[] {
  return read.ledger.filter((entry) => entry.kind === kind && entry.column === column)
}

describe('what the notes of the manifest ask for', () => {
  it('utf16le.csv: read as UTF-16, and said so', async () => {
    const read = await inspect('utf16le.csv')
    expect(read.encoding).toMatchObject({ name: 'utf-16le', by: 'mark' })
    expect(entries(read, 'transcoded')[0].message).toContain('utf-16le')
  })

  it('latin1.csv: accents come out right', async () => {
    const read = await inspect('latin1.csv')
    expect(read.columns[1].profile).toMatchObject({ top: [{ value: 'Orléans' }, { value: 'Nîmes' }] })
    expect(entries(read, 'transcoded')[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('windows-1252') as string,
    })
  })

  it('blank-and-comment-lines.csv: skipped lines are listed', async () => {
    const skipped = entries(await inspect('blank-and-comment-lines.csv'), 'skippedLine')
    expect(skipped.map(({ count, samples }) => [count, samples.map(({ line }) => line)])).toEqual([
      [1, [1]],
      [3, [2, 44, 45]],
    ])
    expect(skipped[0].samples[0].cell).toBe('# measured 1988')
  })

  it('trailing-comma.csv: the nameless empty column is dropped, and said so', async () => {
    expect(entries(await inspect('trailing-comma.csv'), 'dropped')).toHaveLength(1)
  })

  it('no-header.csv: stable names', async () => {
    const read = await inspect('no-header.csv')
    expect(read.dialect.header).toBe(false)
    expect(read.columns.map(({ name }) => name)).toEqual(['V1', 'V2', 'V3'])
    expect(entries(read, 'renamed')).toHaveLength(1)
  })

  it('duplicate-headers.csv: the second gets another name', async () => {
    const read = await inspect('duplicate-headers.csv')
    expect(read.columns.map(({ name }) => name)).toEqual(['x', 'x_2', 'label'])
    expect(entries(read, 'renamed', 'x_2')[0].samples).toEqual([{ line: 1, cell: 'x' }])
  })

  it('padded.csv: trimming is counted, names and values', async () => {
    const read = await inspect('padded.csv')
    expect(entries(read, 'renamed', 'label')).toHaveLength(1)
    expect(entries(read, 'trimmed', 'label')[0]).toMatchObject({
      count: 40,
      samples: expect.arrayContaining([{ line: 2, cell: ' b ' }]) as unknown,
    })
    expect(read.columns[2].profile).toMatchObject({ distinct: 2 })
  })

  it('missing-tokens.csv: each token with its count and lines', async () => {
    const tokens = entries(await inspect('missing-tokens.csv'), 'missing', 'x')
    expect(tokens.reduce((sum, { count }) => sum + count, 0)).toBe(13)
    expect(tokens.find(({ message }) => message.includes('"-"'))?.samples[0].line).toBe(7)
  })

  it('late-text-in-number.csv: the one lost cell is named with its line', async () => {
    const read = await inspect('late-text-in-number.csv')
    expect(entries(read, 'unreadable', 'x')).toMatchObject([
      { count: 1, samples: [{ line: 30012, cell: 'oops' }], lines: [30012] },
    ])
    expect(read.columns[1]).toMatchObject({ type: 'number', missing: 1 })
  })

  it('big-integers.csv: digits are kept, and a warning stands', async () => {
    const read = await inspect('big-integers.csv')
    expect(read.preview[0][0]).toBe('9007199254740994')
    expect(read.columns[0].profile).toMatchObject({ distinct: 40 })
    expect(read.warnings).toContainEqual(expect.objectContaining({ code: 'big-integers', column: 'key' }))
  })

  it('infinities.csv: counted, listed, missing', async () => {
    const read = await inspect('infinities.csv')
    expect(entries(read, 'nonFinite', 'x')).toMatchObject([{ count: 4, lines: [11, 21, 31, 41] }])
    expect(read.columns[1].missing).toBe(4)
  })

  it('leading-zeros.csv: 00001 stays 00001', async () => {
    const read = await inspect('leading-zeros.csv')
    expect(read.columns[0].profile).toMatchObject({
      top: expect.arrayContaining([{ value: '00001', count: 6 }]) as unknown,
    })
  })

  it('constant-column.csv and one-column.csv: flagged', async () => {
    expect((await inspect('constant-column.csv')).warnings).toContainEqual(
      expect.objectContaining({ code: 'constant-column', column: 'x' }),
    )
    expect((await inspect('one-column.csv')).warnings).toContainEqual(expect.objectContaining({ code: 'one-column' }))
  })

  it.each([
    ['ragged-short.csv', 8],
    ['ragged-long.csv', 10],
  ])('%s: the row can be left out, and is listed', async (file, line) => {
    const read = await inspect(file, { rejected: 'leaveOut' })
    expect(read.rows).toBe(39)
    expect(entries(read, 'leftOutRow')).toMatchObject([{ count: 1, lines: [line] }])
    expect(read.rejected).toMatchObject([{ code: 'csv/ragged-row', line }])
  })

  it('semicolon-decimal-comma.csv and thousands.csv: values come out right, and it is said', async () => {
    const comma = await inspect('semicolon-decimal-comma.csv')
    expect(comma.dialect).toMatchObject({ delimiter: ';', decimal: ',' })
    expect(comma.columns[1].profile).toMatchObject({ min: 0.5, max: 20, mean: 10.25 })
    expect(entries(comma, 'decimalComma', 'x')).toHaveLength(1)
    const thousands = await inspect('thousands.csv')
    expect(thousands.columns[1].profile).toMatchObject({ min: 1234.5, max: 49380 })
    expect(entries(thousands, 'thousands', 'price')).toHaveLength(1)
  })
})

describe('choices', () => {
  it('overrule every guess', async () => {
    const asWords = await inspect('plain.csv', { header: false, columns: { V1: { type: 'category' } } })
    expect(asWords.rows).toBe(41)
    expect(asWords.columns[0]).toMatchObject({ name: 'V1', type: 'category' })
    expect((await inspect('plain.csv', { delimiter: ';' })).columns).toHaveLength(1)
    expect((await inspect('plain.csv', { missing: ['a'] })).columns[2].missing).toBe(20)
    expect(
      (await inspect('plain.csv', { columns: { id: { missing: ['7', '8'] } } })).columns.map(({ missing }) => missing),
    ).toEqual([2, 0, 0])
    expect((await inspect('latin1.csv', { encoding: 'macroman' })).encoding).toMatchObject({
      name: 'macroman',
      by: 'choice',
    })
  })

  it('that make no sense are refused', async () => {
    await expect(inspect('plain.csv', { encoding: 'klingon' })).rejects.toMatchObject({ code: 'csv/encoding' })
    await expect(inspect('plain.csv', { delimiter: ';;' })).rejects.toMatchObject({ code: 'csv/delimiter' })
  })

  it('a type that cells do not fit names the cells', async () => {
    const read = await inspect('plain.csv', { columns: { label: { type: 'number' } } })
    expect(entries(read, 'unreadable', 'label')[0]).toMatchObject({ count: 40 })
  })
})

describe('a sample', () => {
  it('is said to be one', async () => {
    const read = await inspectCsv(join(FIXTURES, 'late-text-in-number.csv'), {}, { sampleBytes: 100_000 })
    expect(read.sha256).toBeUndefined()
    expect(read.sample).toMatchObject({ bytes: 100_000, rows: read.rows })
    expect(read.warnings[0].code).toBe('sample')
  })
})
