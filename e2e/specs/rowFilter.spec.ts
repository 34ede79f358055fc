import { join } from 'node:path'
import { checkout } from '../harness/checkout.ts'
import { expect, test } from '../harness/test.ts'
import type { AppPage } from '../pages/appPage.ts'
import { choose, toBeChosen } from '../pages/choose.ts'

async function openDates(app: AppPage): Promise<void> {
  await app.goTo('Data')
  const opener = app.room.getByRole('button', { name: /^(Open|Import) CSV/ }).first()
  await app.data.openCsv(join(checkout, 'fixtures/field/02-train-dates.csv'), () => opener.click())
}

test('rows are left out and dates are taken apart beside the column', async ({ app }) => {
  const { page, data } = app
  await openDates(app)
  await expect(data.grid).toHaveAccessibleName('First rows of 02-train-dates.csv', { timeout: 30_000 })
  await data.import()
  await expect(page.getByRole('button', { name: /^Experiment: Dropout on 02-train/i })).toBeVisible({ timeout: 30_000 })
  await data.selectColumn('sold')
  const parts = data.inspector.getByRole('group', { name: 'Use' })
  await parts.getByRole('checkbox', { name: 'month' }).check()
  const rows = data.inspector.getByRole('group', { name: 'Rows that take part' })
  await rows.getByRole('textbox', { name: 'Value' }).fill('2023-06-01')
  await rows.getByRole('textbox', { name: 'Value' }).press('Enter')
  await rows.getByRole('button', { name: 'Keep' }).click()
  await expect(rows).toContainText('sold at least 2023-06-01')
  await expect(rows).toContainText('14 rows take part.')
  await expect(app.room.getByText(/^14 of \d+ rows$/)).toBeVisible()
  await data.selectColumn('area')
  await choose(rows, 'Comparison', 'has a value')
  await rows.getByRole('button', { name: 'Keep' }).click()
  await expect(rows.getByRole('listitem')).toHaveCount(2)
  await rows.getByRole('button', { name: 'Remove: area has a value' }).click()
  await expect(rows.getByRole('listitem')).toHaveCount(1)
  await app.goTo('Model')
  await app.model.view('YAML').click()
  await expect(app.model.text).toHaveValue(/parts: \[ ?days, month ?\]/)
  await expect(app.model.text).toHaveValue(/column: sold, atLeast: ("|')?2023-06-01/)
})

test('the type of a column is undone by the keyboard, before the import and after it', async ({ app, connection }) => {
  const { page, room, data } = app
  await openDates(app)
  await data.import()
  const experiment = page.getByRole('button', { name: /^Experiment: Dropout on 02-train/i })
  await expect(experiment).toBeVisible({ timeout: 30_000 })
  const text = async () => (await connection.lab.experiments.draft())?.text
  await expect.poll(text).toBeTruthy()
  const before = await text()
  await data.selectColumn('area')
  await test.step('before', async () => {
    await choose(data.inspector, 'Type', 'category')
    await expect(room.getByRole('button', { name: 'Import', exact: true })).toBeVisible()
    await page.keyboard.press('Control+z')
    await toBeChosen(data.inspector, 'Type', 'number')
    await expect(data.grid).toHaveAccessibleName('Rows of 02-train-dates.csv')
    await page.keyboard.press('Control+Shift+z')
    await toBeChosen(data.inspector, 'Type', 'category')
  })
  await test.step('after', async () => {
    await data.import()
    await expect(data.grid).toHaveAccessibleName('Rows of 02-train-dates.csv')
    await expect.poll(text).toMatch(/area: *\{? *type: category/)
    await page.keyboard.press('Control+z')
    await toBeChosen(data.inspector, 'Type', 'number')
    await expect.poll(text).toBe(before)
  })
})
