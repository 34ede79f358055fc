import { beforeAll, expect, it } from 'vitest'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { stateDiagnoses } from '../../diagnostics/stateDiagnoses.ts'
import { htmlReport } from './htmlReport.ts'
import { markdownReport } from './markdownReport.ts'
import { fakeRun, HOSTILE } from './testing/fakeDocument.ts'
import { readTags } from './testing/openTags.ts'

let document: RunDocument
beforeAll(async () => {
  const {
    document: plain,
    state,
    prepared,
  } = await fakeRun({
    models: ['Baseline', HOSTILE],
    trainer: { rows: 30, diverges: ({ candidate, fold }) => candidate === 0 && fold === 1 },
  })
  document = { ...plain, diagnoses: stateDiagnoses(plain, { state, context: prepared.context, table: prepared.table }) }
})

it('shows every diagnostic with its figures, what the checks found and what is left out', () => {
  const html = htmlReport(document)
  expect(readTags(html).length).toBeGreaterThan(0)
  for (const title of [
    'Confusion matrix',
    'ROC curve',
    'Precision–recall curve',
    'Thresholds',
    'Calibration',
    'Hard rows',
  ])
    expect(html).toContain(`<h3>${title}</h3>`)
  expect(html).toContain('HC004, problem')
  expect(html).toContain('fold 2 is left out: it diverged')
  expect(html).not.toContain('<script>alert')
  expect(html).not.toMatch(/NaN|Infinity|undefined/)
})

it('carries the same tables in Markdown', () => {
  const markdown = markdownReport(document)
  expect(markdown).toContain('## Checks')
  expect(markdown).toContain('### Confusion matrix')
  expect(markdown).toContain('HC004')
  const own = markdown.slice(markdown.indexOf('## Checks'), markdown.indexOf('## The data'))
  expect(own).toContain('script')
  expect(own.replaceAll('\\<', '')).not.toContain('<script')
})

it('says nothing of diagnoses where none were made', () => {
  const { diagnoses: _, ...without } = document
  expect(htmlReport(without)).not.toContain('Where the models are wrong')
  expect(markdownReport(without)).not.toContain('## Checks')
})
