import type { Download } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { watchContext } from '../harness/watchContext.ts'
import { LONGEST_NOTE } from '../../src/core/report/reportOptions.ts'
import { runExample } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'
import { ChartFrame } from '../pages/chartFrame.ts'

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const EPOCHS = 12
const FOLDS = 3
const SONAR_ROWS = 208

async function contentOf(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}

/** A share as the reports write it. */
function percent(share: number | null): string {
  return (100 * (share ?? NaN)).toFixed(2)
}

test('a chart is saved as a picture, as a drawing and as its numbers', async ({ app, connection: { lab } }) => {
  const runId = await runExample(lab, { epochs: EPOCHS, folds: FOLDS, models: ['Baseline'] })
  await app.goTo('Run')
  await app.run.showLast()
  await app.run.toBeFinished(FOLDS)
  const chart = new ChartFrame(app.room, 'Accuracy, %')
  await test.step('PNG', async () => {
    const download = await chart.save('PNG')
    expect(download.suggestedFilename()).toBe('Accuracy, %.png')
    const png = await contentOf(download)
    expect(png.subarray(0, 8)).toEqual(PNG_SIGNATURE)
    expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(640)
    // Not one colour all over.
    expect(png.length).toBeGreaterThan(5000)
  })
  await test.step('SVG', async () => {
    const svg = (await contentOf(await chart.save('SVG'))).toString()
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    expect(svg).toContain('<title>Accuracy, %</title>')
    expect(svg).toContain('</svg>')
    expect(svg.match(/<path /g)?.length).toBeGreaterThan(FOLDS)
    expect(svg).not.toMatch(/<script|href=|NaN/)
  })
  await test.step('CSV', async () => {
    const [head, ...rows] = (await contentOf(await chart.save('CSV'))).toString().trim().split(/\r?\n/)
    expect(head).toBe('epoch,held-out,held-out SD,train,train SD,Fold 1,Fold 2,Fold 3')
    expect(rows).toHaveLength(EPOCHS)
    const [{ metrics }] = await lab.history.curves({ rows: [`${runId}/0`] })
    for (const [at, row] of rows.entries()) {
      const [epoch, heldOut] = row.split(',').map(Number)
      expect(epoch).toBe(at + 1)
      expect(heldOut / 100).toBeCloseTo(metrics['valAccuracy'].mean[at], 6)
    }
  })
})

test('a run with a note of any length has its report shown', async ({ app, page, connection: { lab } }) => {
  const runId = await runExample(lab, { epochs: 2, folds: 3, models: ['Hidden'] })
  const note = '留出集上的注释。'.repeat(400)
  expect(note.length).toBeGreaterThan(LONGEST_NOTE)
  await lab.history.annotate({ runIds: [runId], note })
  await page.evaluate((id) => (location.hash = `#/report/${id}`), runId)
  await expect(app.room.getByRole('textbox', { name: 'Note' })).toHaveValue(note.slice(0, LONGEST_NOTE))
  await expect(app.room.getByText(/, no links out$/)).toBeVisible()
  const shown = app.report.frame.contentFrame()
  await expect(shown.getByText(note.slice(0, LONGEST_NOTE))).toBeVisible()
})

test('a report is saved in every format', async ({ app, browser, connection: { lab } }) => {
  const runId = await runExample(lab, { epochs: EPOCHS, folds: FOLDS, models: ['Baseline', 'Hidden'] })
  const { rows } = await lab.history.query({})
  await app.goTo('Report')
  await expect(app.report.frame).toBeVisible()
  const save = async (format: string): Promise<Download> => {
    await app.report.choose(format)
    const download = await app.report.save()
    expect(download.suggestedFilename()).toContain(runId)
    return download
  }
  await test.step('HTML opens by itself and asks for nothing', async () => {
    const html = (await contentOf(await save('HTML'))).toString()
    const context = await browser.newContext()
    const unseen = watchContext(context, 'about:blank')
    const page = await context.newPage()
    await page.setContent(html)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Dropout on Sonar')
    for (const { name, metrics } of rows) {
      const row = page.getByRole('row').filter({ hasText: name }).first()
      await expect(row).toContainText(percent(metrics['accuracy'].mean))
    }
    expect(unseen).toEqual([])
    await context.close()
  })
  await test.step('Markdown has the scores', async () => {
    const text = (await contentOf(await save('Markdown'))).toString()
    for (const { name, metrics } of rows) expect(text).toContain(`| ${name} | ${percent(metrics['accuracy'].mean)} |`)
  })
  await test.step('JSON has every number', async () => {
    const report = JSON.parse((await contentOf(await save('JSON'))).toString()) as {
      run: string
      models: { name: string; metrics: { accuracy: { mean: number; folds: number[] } } }[]
    }
    expect(report.run).toBe(runId)
    expect(report.models.map(({ name, metrics }) => [name, metrics.accuracy.mean, metrics.accuracy.folds])).toEqual(
      rows.map(({ name, metrics }) => [name, metrics['accuracy'].mean, metrics['accuracy'].folds]),
    )
  })
  await test.step('CSV has the held-out prediction of every row', async () => {
    const lines = (await contentOf(await save('CSV'))).toString().trim().split(/\r?\n/)
    expect(lines[0]).toBe('model,repeat,fold,row,actual,predicted,P(M),P(R)')
    const cells = lines.slice(1).map((line) => line.split(','))
    for (const { name, metrics } of rows) {
      const own = cells.filter(([model]) => model === name)
      expect(new Set(own.map(([, , , row]) => row)).size).toBe(SONAR_ROWS)
      const right = own.filter(([, , , , actual, predicted]) => actual === predicted).length / own.length
      // Folds are of nearly equal size: their mean is nearly the share.
      expect(right).toBeCloseTo(metrics['accuracy'].mean ?? NaN, 2)
    }
  })
  await test.step('the experiment runs again', async () => {
    const text = (await contentOf(await save('Experiment file'))).toString()
    expect(parse(text)).toMatchObject({ name: 'Dropout on Sonar', training: { epochs: EPOCHS } })
    expect((await lab.experiments.parse({ text })).problems).toEqual([])
  })
})
