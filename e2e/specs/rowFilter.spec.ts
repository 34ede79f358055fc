import { join } from 'node:path'
import { checkout } from '../harness/checkout.ts'
import { expect, test } from '../harness/test.ts'
import { choose } from '../pages/choose.ts'

test('rows are left out and dates are taken apart beside the column', async ({ app }) => {
  const { page, room, data } = app
  await app.goTo('Data')
  await data.openCsv(join(checkout, 'fixtures/field/02-train-dates.csv'), () =>
    room
      .getByRole('button', { name: /^(Open|Import) CSV/ })
      .first()
      .click(),
  )
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
