import { join } from 'node:path'
import { checkout } from '../harness/checkout.ts'
import { expect, test } from '../harness/test.ts'
import { choose } from '../pages/choose.ts'

test('one click settles how a column is read, and the positive class stands beside the target', async ({ app }) => {
  const { page, room } = app
  await app.goTo('Data')
  const bring = (file: string) =>
    app.data.openCsv(join(checkout, file), () =>
      room
        .getByRole('button', { name: /^(Open|Import) CSV/ })
        .first()
        .click(),
    )
  await bring('fixtures/field/10-look-alike.csv')
  const doubts = room.getByRole('list', { name: 'Columns that can be read in more ways than one' })
  await expect(doubts).toContainText('look alike')
  await doubts.getByRole('button', { name: /Join them$/ }).click()
  await expect(doubts).toBeHidden()
  await expect(room).toContainText('3 values')
  await bring('fixtures/field/16-cancer.csv')
  await expect(app.data.grid).toHaveAccessibleName('First rows of 16-cancer.csv')
  await room.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(app.data.grid).toHaveAccessibleName('Rows of 16-cancer.csv', { timeout: 30_000 })
  await expect(page.getByRole('button', { name: /^Experiment: Dropout on 16-cancer/i })).toBeVisible({
    timeout: 30_000,
  })
  await room.getByRole('button', { name: /^Target/ }).click()
  await expect(page.getByText('are about “cancer”')).toBeVisible()
  await choose(page.locator('.target-pop'), 'Positive class', 'healthy')
  await expect(page.getByText('are about “healthy”')).toBeVisible()
  await page.keyboard.press('Escape')
  await app.goTo('Model')
  await app.model.view('YAML').click()
  await expect(app.model.text).toHaveValue(/positiveClass: healthy/)
})
