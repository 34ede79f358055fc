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
  await room.getByRole('button', { name: /^Target/ }).click()
  await expect(page.getByText('are about “cancer”')).toBeVisible()
  await choose(page, 'Positive class', 'healthy')
  await expect(page.getByText('are about “healthy”')).toBeVisible()
  await page.screenshot({ path: 'test-results/positive-class.png' })
  await page.keyboard.press('Escape')
  await app.goTo('Model')
  await app.model.view('YAML').click()
  await expect(app.model.text).toHaveValue(/positiveClass: healthy/)
  const text = await app.model.text.inputValue()
  await app.model.text.fill(
    text.replace(/epochs: \d+/, 'epochs: 2').replace(/batchSize: \d+/, '$&, metrics: [f1, recall]'),
  )
  await app.model.view('Stack').click()
  await app.runButton.click()
  await expect(room).toContainText(/elapsed(\d+) of \1 fits done/, { timeout: 30_000 })
  const shown = room
    .getByRole('button', { name: /Score shown/ })
    .or(room.getByRole('combobox', { name: /Score shown/ }))
    .first()
  await expect(shown).toContainText('F1 of “healthy”')
  await page.screenshot({ path: 'test-results/leading-run.png' })
  await choose(room, 'Score shown', 'Log loss')
  await page.screenshot({ path: 'test-results/leading-loss.png' })
  await app.goTo('History')
  await expect(room).toContainText('Log loss')
  await page.screenshot({ path: 'test-results/leading-history.png' })
})
