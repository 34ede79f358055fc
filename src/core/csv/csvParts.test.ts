import { expect, test } from 'vitest'
import { csvParts, writeCsv } from './csvWriter.ts'

test('the parts of a long table are its text, and none is long', () => {
  const rows = Array.from({ length: 5000 }, (_, row) => [row, row % 3 === 0 ? null : `=${String(row)}`])
  const parts = [...csvParts(['row', 'text'], rows)]
  expect(parts.length).toBeGreaterThan(1)
  for (const part of parts) expect(part.split('\n').length).toBeLessThanOrEqual(2001)
  expect(parts.join('')).toBe(writeCsv(['row', 'text'], rows))
  expect(parts[0].slice(0, 22)).toBe("row,text\n0,\n1,'=1\n2,'=")
})

test('a table without rows is its header', () => {
  expect([...csvParts(['a', 'b'], [])]).toEqual(['a,b\n'])
})
