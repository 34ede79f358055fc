import type { LabClient } from '../../src/contract/contract.ts'
import { choose } from '../pages/choose.ts'
import { runExample } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'

/** Six dropout rates of one network. */
function runSweep(lab: LabClient): Promise<string> {
  return runExample(lab, {
    epochs: 20,
    folds: 3,
    models: ['Hidden'],
    edit: (text) => text.replaceAll('rate: 0.2', 'rate: { sweep: [0, 0.2, 0.4, 0.6, 0.8, 0.95], as: rate }'),
  })
}

test('a sweep of one setting is listed best first, and drawn as a line with error bars', async ({
  app,
  connection: { lab },
}) => {
  await runSweep(lab)
  await app.goTo('History')
  const { history } = app
  const scores = async () => {
    const texts = await history.candidates.getByRole('gridcell').filter({ hasText: '±' }).allTextContents()
    return texts.map((text) => Number.parseFloat(text))
  }
  await expect(history.candidates).toHaveCount(6)
  await expect(async () => {
    const shown = await scores()
    expect(shown.length).toBeGreaterThanOrEqual(6)
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
  }).toPass()
  await expect(history.candidates.first()).toContainText('best')
  await history.candidates.first().click()
  await expect(history.sweep).toContainText('Bars: 95 % interval of the mean.')
  await expect(history.sweep.getByRole('radio')).toHaveCount(0)
})

test('the metric that is chosen in History leads in the curves, in Run and in the report', async ({
  app,
  page,
  connection: { lab },
}) => {
  const runId = await runExample(lab, { epochs: 10, folds: 3 })
  await app.goTo('History')
  await expect(app.history.side.getByRole('heading', { name: 'Compare 3 candidates' })).toBeVisible()
  await choose(app.history.side, 'Score shown', 'Log loss')
  await expect(app.history.candidates.first().getByRole('gridcell').filter({ hasText: '±' })).toContainText(/^0\.\d+/)
  await page.evaluate((id) => (location.hash = `#/run/${id}`), runId)
  await expect(app.room.getByRole('combobox', { name: 'Score shown' })).toContainText('Log loss')
  await app.goTo('Report')
  await expect(
    app.report.frame
      .contentFrame()
      .getByRole('columnheader', { name: /log loss/i })
      .first(),
  ).toBeVisible()
})

test('Run says the verdict when it is done, and leads to the comparison', async ({
  app,
  page,
  connection: { lab },
}) => {
  const runId = await runExample(lab, { epochs: 10, folds: 3 })
  await page.evaluate((id) => (location.hash = `#/run/${id}`), runId)
  const verdict = app.room.getByRole('status').filter({ hasText: 'Best mean:' })
  await expect(verdict).toContainText(/Cannot tell yet|better|best|same|difference/)
  await verdict.getByRole('button', { name: 'Compare' }).click()
  await expect(app.history.side.getByRole('heading', { name: 'Compare 3 candidates' })).toBeVisible()
})

test('a tag goes to all selected runs', async ({ app, connection: { lab } }) => {
  for (const name of ['First', 'Second']) await runExample(lab, { epochs: 3, folds: 3, models: ['Hidden'], name })
  await app.goTo('History')
  await app.history.compare(app.history.candidates.first(), app.history.candidates.last())
  const many = app.history.side.getByRole('region', { name: 'All 2 selected runs' })
  const field = many.getByRole('textbox', { name: 'Add a tag' })
  await field.fill('keep')
  await field.press('Enter')
  await expect(field).toHaveValue('')
  await expect
    .poll(async () => (await lab.history.query({})).rows.map(({ tags }) => tags))
    .toEqual([['keep'], ['keep']])
})

test('a column of the grid can be made wider', async ({ app, page }) => {
  await app.goTo('Data')
  await app.room.getByRole('button', { name: /Sonar/ }).click()
  await expect(app.data.grid).toHaveAccessibleName('Rows of sonar.csv')
  const head = app.data.grid.getByRole('columnheader').filter({ hasText: 'V1' }).first()
  const before = (await head.boundingBox())?.width ?? 0
  const box = await head.locator('.grid-edge').boundingBox()
  if (!box) throw new Error('the edge of the column is not shown')
  await page.mouse.move(box.x + 3, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 63, box.y + 10)
  await page.mouse.up()
  await expect.poll(async () => Math.round((await head.boundingBox())?.width ?? 0)).toBe(Math.round(before + 60))
})
