import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toBeAccessible } from '../harness/accessibility.ts'
import { Album } from '../harness/album.ts'
import { toEndFinished } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'

test.describe.configure({ timeout: 240_000 })

const SIZES = ['small', 'medium', 'large']

/** Rows whose class follows the size and a number. */
function csv(): string {
  const rows = Array.from({ length: 60 }, (_, row) => {
    const size = row % 3
    const number = ((row * 37) % 50) / 50
    return `${number},${SIZES[size]},${size + number > 1.4 ? 'M' : 'R'}`
  })
  return `f1,size,y\n${rows.join('\n')}\n`
}

test('a column and a class are renamed, a category is put in order, and results have the new names', async ({
  app,
  page,
  folder,
  connection,
}) => {
  const { lab } = connection
  const { room, data } = app
  const file = join(folder, 'rocks.csv')
  await writeFile(file, csv())
  await app.goTo('Data')
  await data.openCsv(file, () => room.getByRole('button', { name: /^(Open|Import) CSV/ }).first().click()) // oxfmt-ignore
  await expect(data.grid).toHaveAccessibleName('First rows of rocks.csv')
  const name = data.inspector.getByRole('textbox', { name: 'Name', exact: true })

  await test.step('a column, which is undone and done again', async () => {
    await data.selectColumn('f1')
    await name.fill('y')
    await name.press('Enter')
    await expect(data.inspector.getByRole('alert')).toContainText('Another column has this name')
    await name.fill('weight')
    await name.press('Enter')
    await expect(data.column('weight')).toBeVisible()
    await expect(data.ledger).toContainText('weight')
    await page.keyboard.press('Escape')
    await data.grid.focus()
    await page.keyboard.press('Control+z')
    await expect(data.column('f1')).toBeVisible()
    await page.keyboard.press('Control+Shift+z')
    await expect(data.column('weight')).toBeVisible()
  })
  await test.step('a class of the target', async () => {
    await data.selectColumn('y')
    await data.inspector.getByRole('button', { name: /^Labels/ }).click()
    const label = data.inspector.getByRole('textbox', { name: 'Name of label M' })
    await label.fill('mine')
    await label.press('Enter')
    await expect(data.inspector.getByRole('textbox', { name: 'Name of label mine' })).toHaveValue('mine')
    await data.import()
    await expect(data.grid).toHaveAccessibleName('Rows of rocks.csv', { timeout: 30_000 })
  })
  await test.step('the order of a category', async () => {
    await data.selectColumn('size')
    await data.inspector.getByRole('button', { name: /^Labels/ }).click()
    await data.inspector.getByRole('checkbox', { name: 'in order, low to high' }).check()
    const labels = data.inspector.getByRole('list', { name: 'Labels' }).getByRole('textbox')
    await data.inspector.getByRole('button', { name: 'Move small lower' }).click()
    await data.inspector.getByRole('button', { name: 'Move small lower' }).click()
    await data.inspector.getByRole('button', { name: 'Move large higher' }).click()
    for (const [at, size] of SIZES.entries()) await expect(labels.nth(at)).toHaveValue(size)
    await toBeAccessible(page, lab, 'labels')
    await new Album(page, lab).take('data-labels')
  })
  await test.step('the names are those of the run', async () => {
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await expect.poll(async () => (await lab.history.query({})).rows.length, { timeout: 60_000 }).toBeGreaterThan(0)
    const [{ runId }] = (await lab.history.query({})).rows
    await toEndFinished(lab, runId)
    const { experiment } = await lab.runs.document({ runId })
    expect(experiment).toMatch(/names: \{ f1: weight \}/)
    expect(experiment).toMatch(/labels: \{ M: mine \}/)
    expect(experiment).toMatch(/order: \[ ?small, medium, large ?\]/)
    await app.goTo('Report')
    const report = app.report.frame.contentFrame()
    await expect(report.getByText('weight').first()).toBeVisible({ timeout: 30_000 })
    await expect(report.getByText('mine').first()).toBeVisible()
  })
})
