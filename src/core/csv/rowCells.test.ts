import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CellWalker } from './cellWalker.ts'
import { CsvScanner } from './csvScanner.ts'
import type { ScanOptions } from './csvScanner.ts'
import { plainNumber } from './plainNumber.ts'

const COMMAS = { delimiter: ',', quote: '"', escape: '"', hasHeader: true }
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

interface Taken {
  /** Cells with their quotes, row by row. */
  readonly rows: readonly (readonly string[])[]
  /** Of the cells that were met as numbers. */
  readonly numbers: readonly (readonly number[])[]
  readonly scanner: CsvScanner
}

function scanned(text: string, options: Partial<ScanOptions>, cuts: readonly number[]): CsvScanner {
  const scanner = new CsvScanner({ dialect: COMMAS, missingTokens: ['', 'NA', '-'], ...options })
  const bytes = new TextEncoder().encode(text)
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < edges.length; i++) scanner.feed(bytes.slice(edges[i - 1], edges[i]))
  scanner.finish()
  return scanner
}

function taken(text: string, cuts: readonly number[] = [], options: Partial<ScanOptions> = {}): Taken {
  const rows: string[][] = []
  const numbers: number[][] = []
  const scanner = scanned(
    text,
    {
      onRow: ({ bytes, start, cells: { count, starts, ends, numbers: known } }) => {
        const cells = Array.from({ length: count }, (_, at) => bytes.slice(start + starts[at], start + ends[at]))
        rows.push(cells.map(decode))
        numbers.push([...known.subarray(0, count)])
        for (const [at, cell] of cells.entries())
          if (!Number.isNaN(known[at])) expect(known[at]).toBe(plainNumber(cell, 0, cell.length))
      },
      ...options,
    },
    cuts,
  )
  return { rows, numbers, scanner }
}

/** The cells of the plain form. */
function walked(
  text: string,
  cuts: readonly number[],
  options: Partial<ScanOptions>,
): { rows: string[][]; scanner: CsvScanner } {
  const rows: string[][] = []
  let row: string[] = []
  const walker = new CellWalker(
    { ...COMMAS, newline: '\n' },
    {
      cell: (bytes, start, end) => void row.push(decode(bytes.slice(start, end))),
      endRow: () => {
        rows.push(row)
        row = []
      },
    },
  )
  const scanner = scanned(text, { sink: (bytes) => walker.feed(bytes), ...options }, cuts)
  walker.finish()
  return { rows, scanner }
}

/** What a ledger is built from. */
function counts(scanner: CsvScanner) {
  return {
    rows: scanner.rows,
    rejected: scanner.rejected,
    isPlain: scanner.isPlain,
    hasNul: scanner.hasNul,
    columns: Array.from({ length: scanner.fields }, (_, column) => [
      scanner.mayHaveCodes(column),
      scanner.padded(column),
      ...['', 'NA', '-', '-9'].map((token) => scanner.missing(column, token)),
    ]),
    lines: Array.from({ length: scanner.rows }, (_, row) => scanner.lines.lineOf(row)),
  }
}

describe('rows taken from the scanner', () => {
  it('reads plain numbers on the way, and leaves what may be anything else', () => {
    const cells = [
      '1',
      '-2.50',
      '.5',
      '7.',
      '007',
      '0.5',
      '-0',
      '+1',
      '1e3',
      '-',
      '-9',
      '1234567890123456',
      ' 1',
      '"1"',
    ]
    const { rows, numbers } = taken(`${cells.map((_, at) => `c${String(at)}`).join(',')},end\n${cells.join(',')},x\n`)
    expect(rows).toEqual([[...cells, 'x']])
    expect(numbers).toEqual([[1, -2.5, 0.5, 7, NaN, 0.5, -0, NaN, NaN, NaN, -9, NaN, NaN, NaN, NaN]])
  })

  it('reads no number that may begin like a missing cell', () => {
    const { numbers } = taken('a,b,c,d\n-9,-8,99,1\n', [], { missingTokens: ['-9', '?'] })
    expect(numbers).toEqual([[NaN, NaN, 99, NaN]])
  })

  it('reads no numbers where the delimiter may stand in one', () => {
    const { rows, numbers } = taken('a.b\n1.2\n', [], { dialect: { ...COMMAS, delimiter: '.' } })
    expect([rows, numbers]).toEqual([[['1', '2']], [[NaN, NaN]]])
  })

  it('takes rows of more cells than it has room for', () => {
    const cells = Array.from({ length: 1000 }, (_, at) => String(at - 500))
    const { rows, numbers } = taken(`${cells.map((_, at) => `c${String(at)}`).join(',')}\n${cells.join(',')}\n`)
    expect(rows).toEqual([cells])
    expect(numbers[0].slice(0, -1)).toEqual(cells.slice(0, -1).map(Number))
  })

  it.each(['1,"2",', '"1",2,'])('takes the row %s, whose last cell is empty and without a newline', (row) => {
    expect(taken(`a,b,c\n${row}`).rows).toEqual([row.split(',')])
  })

  it('has the same cells and counts as the plain form, however the bytes are cut', () => {
    const piece = fc.constantFrom(
      ...['1', '-9', '0', '.', '-', ',', ',', ',', '\n', '\r\n', '\r', '"', '""', ' ', 'NA', '#', 'é', '5.25'],
    )
    const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => `a,b,c\n${pieces.join('')}`)
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { maxLength: 4 }), fc.constantFrom('-', '-9'), (text, cuts, token) => {
        const options = { missingTokens: ['', 'NA', token] }
        const { rows, scanner } = taken(text, cuts, options)
        const plain = walked(text, cuts, options)
        expect(rows).toEqual(plain.rows)
        expect(counts(scanner)).toEqual(counts(plain.scanner))
      }),
      { numRuns: 1500 },
    )
  })
})
