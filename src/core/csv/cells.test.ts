import { describe, expect, it } from 'vitest'
import { CellWalker } from './cellWalker.ts'
import { columnNames } from './columnNames.ts'
import { plainNumber } from './plainNumber.ts'
import { Mt19937 } from '../random/mt19937.ts'

function numberIn(text: string): number {
  const bytes = new TextEncoder().encode(`x${text}x`)
  return plainNumber(bytes, 1, bytes.length - 1)
}

describe('plainNumber', () => {
  it('reads to the last bit what Number reads', () => {
    const random = new Mt19937(1)
    for (let i = 0; i < 5000; i++) {
      const value = (random.nextDouble() - 0.5) * 10 ** Math.floor(random.nextDouble() * 50 - 25)
      for (const text of [String(value), value.toFixed(3), value.toExponential(4), value.toPrecision(17)])
        expect(numberIn(text)).toBe(Number(text))
    }
  })

  it.each(['', '+', '-', '.', 'e5', '1e', '1_000', '0x10', 'inf', 'NaN', '1,5', ' 1', '1.2.3', '--1', '١'])(
    'does not take "%s" for a number',
    (text) => {
      expect(numberIn(text)).toBeNaN()
    },
  )
})

describe('CellWalker', () => {
  const text = 'a,"b, ""x"" \n c",,\r\n"",2,3,4\r\n1,2,3,'
  const expected = [
    ['a', '"b, ""x"" \n c"', '', ''],
    ['""', '2', '3', '4'],
    ['1', '2', '3', ''],
  ]

  it.each([1, 2, 3, 7, 100])('visits every cell once, fed %i bytes at a time', (size) => {
    const rows: string[][] = [[]]
    const walker = new CellWalker(
      { delimiter: ',', quote: '"', newline: '\r\n' },
      {
        cell: (bytes, start, end, field) => {
          expect(rows.at(-1)).toHaveLength(field)
          rows.at(-1)?.push(new TextDecoder().decode(bytes.subarray(start, end)))
        },
        endRow: () => rows.push([]),
      },
    )
    const bytes = new TextEncoder().encode(text)
    for (let at = 0; at < bytes.length; at += size) walker.feed(bytes.subarray(at, at + size))
    walker.finish()
    expect(rows.slice(0, -1)).toEqual(expected)
  })
})

describe('columnNames', () => {
  it('finds free names for thousands of columns of one name in time that grows with their number', () => {
    const names = columnNames(Array.from({ length: 30_000 }, () => 'x')).map(({ name }) => name)
    expect(new Set(names).size).toBe(30_000)
    expect(names.slice(0, 3)).toEqual(['x', 'x_2', 'x_3'])
    expect(names.at(-1)).toBe('x_30000')
  })
})
