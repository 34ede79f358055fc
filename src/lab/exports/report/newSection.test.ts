/** A section that is added to the table of sections is written, left out and offered without further code. */
import { beforeAll, expect, test, vi } from 'vitest'
import { report } from '../../../cli/commands/report.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { htmlReport } from './htmlReport.ts'
import { markdownReport } from './markdownReport.ts'
import type { ReportContext } from './reportContext.ts'
import type * as table from './sections.ts'
import { fakeRun } from './testing/fakeDocument.ts'

vi.mock('./sections.ts', async (importOriginal) => {
  const { heading, paragraph } = await import('./blocks.ts')
  const titles = { en: 'How many models', 'zh-CN': '模型数' }
  const countSection = {
    id: 'count',
    names: titles,
    blocks: ({ document, words }: ReportContext) => [
      heading(titles[words.language]),
      paragraph(`${String(document.models.length)} models`),
    ],
  }
  const { REPORT_SECTIONS } = await importOriginal<typeof table>()
  return { REPORT_SECTIONS: [countSection, ...REPORT_SECTIONS] }
})

let document: RunDocument

beforeAll(async () => {
  ;({ document } = await fakeRun())
})

test('stands in reports of both languages', () => {
  expect(htmlReport(document)).toContain('<h2>How many models</h2>')
  expect(markdownReport(document)).toContain(`## How many models\n\n${String(document.models.length)} models`)
  expect(markdownReport(document, { language: 'zh-CN' })).toContain('## 模型数')
})

test('can be left out', () => {
  expect(markdownReport(document, { leaveOut: ['count'] })).not.toContain('How many models')
})

test('is named by the command line and where another section is asked for', () => {
  expect(report.options?.['leave-out'].help).toContain('with commas between: count, scores, ')
  expect(() => markdownReport(document, { leaveOut: ['counts'] })).toThrow(
    'A report leaves out sections by their ids: expected count, scores, ',
  )
})
