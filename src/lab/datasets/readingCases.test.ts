import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ColumnProfile } from '../../core/dataset/profile.ts'
import { inspectCsv } from './read/inspectCsv.ts'
import { READING_CASES, readingTable } from './testing/readingCases.ts'

const FIELD = join(import.meta.dirname, '../../../fixtures/field')
const DOCS = join(import.meta.dirname, '../../../docs/datasets.md')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-reading-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('files are read as they mean it', () => {
  it.each(READING_CASES)(
    '$topic: $cells',
    async ({ file, text, choices, column, type, values, rows, missing, warns }) => {
      const path = file === undefined ? join(folder, 'case.csv') : join(FIELD, file)
      if (text !== undefined) await writeFile(path, text)
      const found = await inspectCsv(path, choices)
      const own = found.columns.find(({ name }) => name === column)
      expect(own?.type).toBe(type)
      expect(own && valuesOf(own.profile, values.length)).toEqual(values)
      if (rows !== undefined) expect(found.rows).toBe(rows)
      if (missing !== undefined) expect(own?.missing).toBe(missing)
      const codes = found.warnings.filter((warning) => warning.column === column).map(({ code }) => code)
      for (const code of warns ?? []) expect(codes).toContain(code)
      if (warns === undefined) expect(codes.filter((code) => code.startsWith('ambiguous'))).toEqual([])
    },
  )

  it('the documentation has the table of these cases', async () => {
    expect(await readFile(DOCS, 'utf8')).toContain(readingTable())
  })
})

function valuesOf(profile: ColumnProfile, count: number): (number | string | null)[] {
  if (profile.kind !== 'values') return [profile.min, profile.max]
  return profile.top.slice(0, count).map(({ value }) => value)
}
