import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { withDuckDb } from '../read/duckDatabase.ts'
import { countLong, countShort } from './countWords.ts'

/** Ties, missing cells, characters of several code units, composed and decomposed letters, and more than 200 characters. */
const WORDS = ['b', 'a', 'B', '', '😀', '\ufb00', 'caf\u00e9', 'cafe\u0301', 'x'.repeat(300), '😀'.repeat(201), null]

test('words counted cell by cell are those that the database counts', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => [WORDS[row % WORDS.length], row < 40 ? null : String(row % 7)])
  const literal = (cell: string | null) => (cell === null ? 'NULL' : `'${cell}'`)
  const source = `(VALUES ${rows.map((cells) => `(${cells.map(literal).join(', ')})`).join(', ')}) t(c0, c1)`
  const [short, long] = await withDuckDb({ tempFolder: tmpdir(), files: [] }, async (connection) => [
    await countShort(connection, source, [0, 1]),
    await countLong(connection, source, [0, 1]),
  ])
  expect(short).toEqual(long)
  expect(short.map(({ count, distinct, maxLength }) => [count, distinct, maxLength])).toEqual([
    [55, 10, 300],
    [20, 7, 1],
  ])
})

test('of many different words the most frequent are listed, in both ways the same', async () => {
  const source = `(SELECT 'w' || (i % 5100)::VARCHAR AS c0 FROM range(5200) r(i))`
  const [[short], [long]] = await withDuckDb({ tempFolder: tmpdir(), files: [] }, async (connection) => [
    await countShort(connection, source, [0]),
    await countLong(connection, source, [0]),
  ])
  expect(short.values).toHaveLength(20)
  expect(short).toEqual(long)
})
