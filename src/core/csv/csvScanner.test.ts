import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvScanner } from './csvScanner.ts'
import type { ScanOptions } from './csvScanner.ts'
import { splitRow } from './plainRow.ts'

const COMMAS = { delimiter: ',', quote: '"', escape: '"', hasHeader: true }

interface Scanned {
  readonly scanner: CsvScanner
  readonly plain: string
}
function scan(text: string, options: Partial<ScanOptions> = {}, cuts: readonly number[] = []): Scanned {
  const parts: Uint8Array[] = []
  const scanner = new CsvScanner({
    dialect: COMMAS,
    missingTokens: ['', 'NA', '-'],
    previewRows: 100,
    sink: (bytes) => parts.push(bytes.slice()),
    ...options,
  })
  const bytes = new TextEncoder().encode(text)
  const edges = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < edges.length; i++) scanner.feed(bytes.slice(edges[i - 1], edges[i]))
  scanner.finish()
  return { scanner, plain: parts.map((part) => new TextDecoder().decode(part)).join('') }
}

describe('CsvScanner', () => {
  it('counts rows and keeps the header apart', () => {
    const { scanner, plain } = scan('a,b\n1,2\n3,4')
    expect([scanner.rows, scanner.header, scanner.fields, scanner.isPlain]).toEqual([2, ['a', 'b'], 2, true])
    expect(plain).toBe('1,2\n3,4\n')
  })

  it.each(['a,b\r\n1,2\r\n3,4\r\n', 'a,b\r1,2\r3,4', '\n# no\na,b\n\n1,2\n# a comment\n3,4\n\n'])(
    'writes one plain form of %j',
    (text) => {
      expect(scan(text).plain).toBe('1,2\n3,4\n')
    },
  )

  it('puts odd quoting into the plain form', () => {
    const { scanner, plain } = scan('a,b\n1, "x, y" \n2,5" pipe\n')
    expect(plain).toBe('1,"x, y"\n2,"5"" pipe"\n')
    expect([scanner.isPlain, scanner.rejectedCount]).toEqual([false, 0])
  })

  it.each(['1,"2",', '"1",2,'])('keeps the row %s, whose last cell is empty and without a newline', (row) => {
    const { scanner, plain } = scan(`a,b,c\n${row}`)
    expect([scanner.rows, scanner.rejectedCount, plain]).toEqual([1, 0, `${row}\n`])
  })

  it('names the physical line of a row that does not fit, after newlines in quotes', () => {
    const { scanner, plain } = scan('a,b\n"1\n1",2\n3\n4,5,6\n7,8\n')
    expect(scanner.rejected.map(({ line, kind, fields, expected }) => [line, kind, fields, expected])).toEqual([
      [4, 'fields', 1, 2],
      [5, 'fields', 3, 2],
    ])
    expect(scanner.lines.lineOf(1)).toBe(6)
    expect(plain).toBe('"1\n1",2\n7,8\n')
  })

  it('says where a quote was opened that never closes, or closes too late', () => {
    expect(scan('a,b\n1,2\n3,"4\n5,6\n').scanner.rejected).toMatchObject([{ line: 3, kind: 'openQuote' }])
    expect(scan('a,b\n1,"2\n3,"4"\n').scanner.rejected).toMatchObject([{ line: 2, kind: 'quote' }])
  })

  it('counts missing and padded cells, but not in rows left out', () => {
    const { scanner } = scan('a,b\nNA, x\n,y\n -,\nNA\nNA,NA,NA\n')
    expect(scanner.missing(0, 'NA')).toEqual({ count: 1, samples: [{ line: 2, cell: 'NA' }] })
    expect(scanner.missing(0, '')?.count).toBe(1)
    expect(scanner.missing(0, '-')?.samples).toEqual([{ line: 4, cell: ' -' }])
    expect(scanner.missing(1, '')?.count).toBe(1)
    expect(scanner.padded(1)).toEqual({ count: 1, samples: [{ line: 2, cell: ' x' }] })
  })

  it('takes a line with # for a row when it has as many fields', () => {
    const { scanner } = scan('color,b\n#ff0000,1\n# not this\n#00ff00,2\n')
    expect([scanner.rows, scanner.commentLines.count]).toEqual([2, 1])
  })

  it('reads backslash escapes and writes doubled quotes', () => {
    const { plain } = scan('a,b\n"x\\"y",1\n', { dialect: { ...COMMAS, escape: '\\' } })
    expect(splitRow(plain.trim(), COMMAS)).toEqual(['x"y', '1'])
  })

  it('does not depend on where the chunks are cut', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', '\r\n', ' ', '#', '""', 'é', 'NA'),
      maxLength: 60,
    })
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 6 }), (content, cuts) => {
        const whole = scan(content)
        const cut = scan(content, {}, cuts)
        expect(cut.plain).toBe(whole.plain)
        expect(factsOf(cut.scanner)).toEqual(factsOf(whole.scanner))
      }),
      { numRuns: 3000 },
    )
  })

  it('reads its own plain form the same way again', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' ', '""'), maxLength: 60 })
    fc.assert(
      fc.property(text, (content) => {
        const first = scan(content, { dialect: { ...COMMAS, hasHeader: false } })
        const again = scan(first.plain, { dialect: { ...COMMAS, hasHeader: false } })
        expect(again.plain).toBe(first.plain)
        expect(again.scanner.preview.map(trimmed)).toEqual(first.scanner.preview.map(trimmed))
      }),
      { numRuns: 2000 },
    )
  })
})

function trimmed(row: readonly string[]): string[] {
  return row.map((cell) => cell.trim())
}

function factsOf(scanner: CsvScanner): unknown {
  const {
    rows,
    header,
    fields,
    rejected,
    blankLines,
    commentLines,
    quotedNewlines,
    isPlain,
    bodyStart,
    bodyStartLine,
    longestRow,
    preview,
  } = scanner
  const lines = Array.from({ length: rows }, (_, row) => scanner.lines.lineOf(row))
  return {
    rows,
    header,
    fields,
    rejected,
    blankLines,
    commentLines,
    quotedNewlines,
    isPlain,
    bodyStart,
    bodyStartLine,
    longestRow,
    preview,
    lines,
    missing: scanner.missing(0, 'NA'),
  }
}
