import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { htmlReport } from './htmlReport.ts'
import { jsonReport } from './jsonReport.ts'
import { openReport } from './openReport.ts'
import { fakeRun } from './testing/fakeDocument.ts'
import type { FakeRun } from './testing/fakeDocument.ts'

let folder: string
let run: FakeRun

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-report-'))
  run = await fakeRun()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function saved(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('openReport', () => {
  it('shows a saved report as it was saved, and a result as its report', async () => {
    const html = htmlReport(run.document)
    expect((await openReport(await saved('report.html', html))).html).toBe(html)
    const result = await openReport(await saved('result.json', jsonReport(run.document)))
    expect([result.document.run, result.html]).toEqual([run.document.run, html])
  })

  it('shows nothing of a file but its numbers', async () => {
    const tampered = htmlReport(run.document).replace('<main>', '<main><img src=x onerror=alert(1)>')
    expect((await openReport(await saved('tampered.html', tampered))).html).toBe(htmlReport(run.document))
  })

  it('refuses what is no report, in part or altogether', async () => {
    await expect(openReport(await saved('page.html', '<h1>Hello</h1>'))).rejects.toMatchObject({
      code: 'usage/no-report',
    })
    const part = JSON.stringify({ holdout: 1, models: [], dataset: {} })
    await expect(openReport(await saved('part.json', part))).rejects.toMatchObject({ code: 'usage/no-report' })
    await expect(openReport(join(folder, 'none.html'))).rejects.toMatchObject({ code: 'file/not-found' })
  })

  it('does not even read what is far too large', async () => {
    const path = await saved('large.html', '')
    await truncate(path, 2 ** 30)
    await expect(openReport(path)).rejects.toMatchObject({ code: 'file/too-large' })
  })
})
