import { choose } from '../pages/choose.ts'
import { toEndFinished } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'

test('a finished run with one click, found again in the history and the report', async ({ app, page, connection }) => {
  await expect(app.start.heading).toBeVisible()
  await app.start.runSample()
  await app.run.toBeFinished(30)
  // Reference models are fitted beside the networks: the run ends when they are done too.
  const [{ runId }] = (await connection.lab.history.query({})).rows
  await toEndFinished(connection.lab, runId)
  const { rows } = await connection.lab.history.query({})
  expect(rows.map(({ name, status, fits }) => [name, status, fits])).toEqual([
    ['Baseline', 'finished', 10],
    ['Visible', 'finished', 10],
    ['Hidden', 'finished', 10],
  ])
  await test.step('any candidate can be looked at, also in a small window', async () => {
    await page.setViewportSize({ width: 960, height: 640 })
    await choose(app.room, 'Candidates', 'Visible')
    await page.setViewportSize({ width: 1280, height: 800 })
    await expect(app.room.getByRole('button', { name: /^Visible/ })).toHaveAttribute('aria-current', 'true')
  })
  await app.goTo('History')
  for (const { name, metrics } of rows) {
    const percent = (100 * (metrics['accuracy'].mean ?? NaN)).toFixed(1)
    await expect(app.history.row(name)).toContainText(percent)
  }
  await app.goTo('Report')
  const preview = page.frameLocator('iframe')
  await expect(preview.getByText('Baseline').first()).toBeVisible()
})
