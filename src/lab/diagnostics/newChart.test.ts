/** A diagnostic that is added to the table is computed, written, drawn and put in Chinese without further code. */
import { expect, test, vi } from 'vitest'
import { diagnose } from '../../core/diagnostics/diagnose.ts'
import { diagnosisDocument } from '../../core/diagnostics/diagnosisDocument.ts'
import type * as table from '../../core/diagnostics/diagnosticTable.ts'
import { DIAGNOSTIC_IDS } from '../../core/diagnostics/diagnosticsById.ts'
import { DEFAULT_SETTINGS } from '../../core/diagnostics/diagnose.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'
import { diagnosisRequestSchema } from '../../contract/diagnostics.ts'
import { sectionInChinese } from '../exports/report/words/diagnosisWords.ts'

vi.mock('../../core/diagnostics/diagnosticTable.ts', async (importOriginal) => {
  const { foldSizeRow } = await import('./testing/foldSizeRow.ts')
  const { DIAGNOSTICS, ...rest } = await importOriginal<typeof table>()
  return { ...rest, DIAGNOSTICS: [...DIAGNOSTICS, foldSizeRow] }
})

const fit = (fold: number, rows: number[]) => ({
  repeat: 0,
  fold,
  rows: Int32Array.from(rows),
  truth: Float64Array.from(rows),
  values: Float64Array.from(rows),
})
const heldOut: HeldOut = {
  task: 'regression',
  classes: [],
  width: 1,
  fits: [fit(0, [0, 1, 2]), fit(1, [3])],
  missing: [],
  repeats: 1,
}
const ids = DIAGNOSTIC_IDS.slice(-1)

test('may be asked for by its id', () => {
  expect(ids).toEqual(['foldSize'])
  expect(diagnosisRequestSchema.parse({ candidates: ['r1/0'], ids }).ids).toEqual(ids)
  expect(diagnosisRequestSchema.safeParse({ candidates: ['r1/0'], ids: ['foldSizes'] }).success).toBe(false)
})

test('has its figure, table and words in a report of either language', () => {
  const diagnosis = diagnose({ heldOut, settings: DEFAULT_SETTINGS }, ids)
  expect(diagnosis.results).toEqual({ foldSize: [3, 1] })
  const [section] = diagnosisDocument([{ name: 'A', diagnosis, checks: [] }]).sections
  expect(section).toMatchObject({ id: 'foldSize', title: 'Sizes of folds' })
  expect(section.figures[0]).toMatchObject({
    title: 'Sizes of folds, A',
    x: { title: 'Fold' },
    y: { title: 'Rows held out' },
  })
  const chinese = sectionInChinese(section)
  expect(chinese).toMatchObject({ title: '各折大小', howToRead: '各折留出的行数。' })
  expect(chinese.figures[0]).toMatchObject({ title: '各折大小, A', x: { title: '折' }, y: { title: '留出行数' } })
  expect(chinese.figures[0].series[0].name).toBe('A')
  expect(chinese.candidates[0].tables[0]).toEqual({
    head: ['第几折', '行数'],
    rows: [
      ['1', '3'],
      ['2', '1'],
    ],
  })
})
