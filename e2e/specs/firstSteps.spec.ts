import { join } from 'node:path'
import { toBeAccessible } from '../harness/accessibility.ts'
import { checkout } from '../harness/checkout.ts'
import { expect, test } from '../harness/test.ts'

test.describe.configure({ timeout: 180_000 })

test('the first steps are ticked off as they are done, and go away for good', async ({
  app,
  page,
  connection: { lab },
}) => {
  const card = app.room.getByRole('region', { name: 'First steps with your own data' })
  const done = card.getByRole('listitem').filter({ hasText: '(done)' })
  await expect(card.getByRole('listitem')).toHaveCount(4)
  await expect(done).toHaveCount(0)
  await toBeAccessible(page, lab, 'the first steps')

  await app.goTo('Data')
  await app.data.openCsv(join(checkout, 'fixtures/field/02-train-dates.csv'), () =>
    app.room
      .getByRole('button', { name: /^(Open|Import) CSV/ })
      .first()
      .click(),
  )
  await app.data.import()
  await page.evaluate(() => (location.hash = '#/start'))
  await expect(done).toHaveText([/Bring a CSV/, /choose the column to predict/])

  await app.room.getByRole('button', { name: /^Run/ }).click()
  await expect(app.room.getByRole('status').filter({ hasText: 'Best mean:' })).toBeVisible({ timeout: 120_000 })
  await page.evaluate(() => (location.hash = '#/start'))
  await expect(done).toHaveCount(4)

  await app.reload()
  await expect(done).toHaveCount(4)
  await card.getByRole('button', { name: 'Close these steps for good' }).click()
  await expect(card).toBeHidden()
  await app.reload()
  await expect(app.room.getByRole('heading', { name: 'A finished run in three clicks' })).toBeVisible()
  await expect(card).toBeHidden()
})
