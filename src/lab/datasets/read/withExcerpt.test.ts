import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { inspectCsv } from './inspectCsv.ts'
import { withExcerpt } from './withExcerpt.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../../../../fixtures/${name}`, import.meta.url))

test('an error about a line of a file shows that line', async () => {
  const path = fixture('field/12-ragged-train.csv')
  await expect(withExcerpt(path, () => inspectCsv(path))).rejects.toMatchObject({ line: 8, excerpt: 'extra,1,2,3' })
})

test('a line that cannot be read as text is not shown, and other errors pass as they are', async () => {
  const picture = fixture('csv/picture.csv')
  await expect(withExcerpt(picture, () => inspectCsv(picture))).rejects.toMatchObject({ code: 'csv/not-text' })
  const thrown = new Error('else')
  await expect(withExcerpt(picture, () => Promise.reject(thrown))).rejects.toBe(thrown)
})
