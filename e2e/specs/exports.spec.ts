import { readFile } from 'node:fs/promises'
import type { Download } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { toBeAccessible } from '../harness/accessibility.ts'
import { Album } from '../harness/album.ts'
import { runExample } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'

test.describe.configure({ timeout: 240_000 })

const FOLDS = 3
/** A runtime starts in a process of its own, perhaps on a busy machine. */
const CHECKED = { timeout: 120_000 }

async function filesOf(download: Download): Promise<Record<string, Uint8Array>> {
  return unzipSync(new Uint8Array(await readFile(await download.path())))
}

test('a model and a script are exported from a finished run, each with its proof', async ({
  app,
  page,
  connection,
}) => {
  const withModel = (text: string) => `${text}\nfinalModel: refit\n`
  const runId = await runExample(connection.lab, { epochs: 12, folds: FOLDS, models: ['Baseline'], edit: withModel })
  await app.goTo('Run')
  await app.run.showLast()
  await app.run.toBeFinished(FOLDS)
  const dialog = page.getByRole('dialog', { name: 'Export Dropout on Sonar' })
  const open = async () => {
    await app.room.getByRole('button', { name: /^What can be done with/ }).click()
    await page.getByRole('menuitem', { name: 'Export…' }).click()
  }
  const save = async (format: string): Promise<Download> => {
    await dialog.getByRole('radio', { name: new RegExp(`^${format}\\b`) }).check()
    const download = page.waitForEvent('download', CHECKED)
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    return download
  }

  await test.step('ONNX, run by onnxruntime and compared', async () => {
    await open()
    const download = await save('ONNX')
    expect(download.suggestedFilename()).toBe(`${runId} onnx.zip`)
    const files = await filesOf(download)
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['model.onnx', 'MODEL_CARD.md', 'parity.json']))
    const parity = JSON.parse(strFromU8(files['parity.json'])) as { rows: number; maxDifference: number }
    expect(parity).toMatchObject({ format: 'onnx', run: runId, rows: 208 })
    expect(parity.maxDifference).toBeLessThanOrEqual(1e-5)
    await expect(dialog.getByText(/^Checked: the predictions of onnxruntime.* for 208 rows/)).toBeVisible()
    await toBeAccessible(page, connection.lab, 'export')
  })
  await test.step('a script with the very same folds', async () => {
    const files = await filesOf(await save('Python script'))
    expect(Object.keys(files)).toEqual(['experiment.py', 'data.csv', 'first-weights.npz', 'parity.json'])
    expect(strFromU8(files['experiment.py'])).toContain('import keras')
    await expect(dialog.getByText(/^Checked: the folds are the same, row by row, for 208 rows/)).toBeVisible()
  })
  await test.step('looked at in both languages, themes and sizes', async () => {
    await new Album(page, connection.lab).take('export')
  })
})

test('a run without a final model says what its models lack, and an export of one is refused', async ({
  app,
  page,
  connection,
}) => {
  const runId = await runExample(connection.lab, { epochs: 4, folds: FOLDS, models: ['Hidden'] })
  await app.goTo('History')
  await app.history
    .row('Hidden')
    .getByRole('button', { name: /^What can be done with/ })
    .click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export Dropout on Sonar' })
  await expect(dialog.getByRole('radio', { name: /^ONNX/ })).toBeDisabled()
  await expect(dialog.getByText(/^Needs a final model/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(connection.lab.exports.save({ runId, format: 'onnx' })).rejects.toMatchObject({
    data: { code: 'usage/no-models' },
  })
  await expect(connection.lab.exports.save({ runId, format: 'pickle' })).rejects.toMatchObject({
    data: { code: 'usage/bad-value' },
  })
})
