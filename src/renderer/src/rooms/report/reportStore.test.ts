import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import { LONGEST_NOTE } from '../../../../core/report/reportOptions.ts'
import { provideLab } from '../../api/lab.ts'
import { useReportStore } from './reportStore.ts'

const lab = createFakeLab()

// The settings, which the store reads, read the system's theme and write it into the page.
vi.stubGlobal('document', { documentElement: { dataset: {} } })
vi.stubGlobal('matchMedia', () => new EventTarget())

beforeEach(() => {
  provideLab(lab)
  setActivePinia(createPinia())
})

describe('the note of a report', () => {
  test('is the note of the run, as much as a report holds', () => {
    const report = useReportStore()
    report.takeNote({ runId: 'a', note: '注'.repeat(LONGEST_NOTE + 500) })
    expect(report.note).toBe('注'.repeat(LONGEST_NOTE))
  })

  test('that was typed stays while the run is the same', () => {
    const report = useReportStore()
    report.takeNote({ runId: 'a', note: 'first' })
    report.note = 'typed'
    report.takeNote({ runId: 'a', note: 'first' })
    expect(report.note).toBe('typed')
    report.takeNote({ runId: 'b', note: 'second' })
    expect(report.note).toBe('second')
    report.takeNote({ runId: 'b', note: 'written in the history' })
    expect(report.note).toBe('written in the history')
  })
})

test('a late answer does not take the place of a newer one', async () => {
  const answers: ((html: string) => void)[] = []
  const preview = () => new Promise<{ html: string }>((resolve) => answers.push((html) => resolve({ html })))
  provideLab({ ...lab, reports: { ...lab.reports, preview } })
  const report = useReportStore()
  const both = [report.measure('a'), report.measure('b')]
  answers[1]('four')
  answers[0]('a longer one')
  await Promise.all(both)
  expect(report.bytes).toBe(4)
})
