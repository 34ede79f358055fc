import { ServeProcess } from '../harness/serveProcess.ts'
import { runExample } from '../harness/startExample.ts'
import { watchContext } from '../harness/watchContext.ts'
import { AppPage } from '../pages/appPage.ts'
import { expect, test } from '../harness/test.ts'

test('a second program looks while the first one writes, and takes over when that has gone', async ({
  app,
  browser,
  connection,
  serving,
}) => {
  await runExample(connection.lab, { epochs: 3, models: ['Baseline'] })
  const second = await ServeProcess.start([], serving.workspace)
  expect([serving.writer, second.writer]).toEqual([undefined, 'holdout serve'])
  // Cookies belong to the machine, whatever the port.
  const context = await browser.newContext()
  const unseen = watchContext(context, second.origin)
  const page = await context.newPage()
  await page.goto(second.address)
  const other = new AppPage(page)
  await test.step('it shows that it can only look', async () => {
    await expect(other.readOnly).toBeVisible()
    await other.readOnly.hover()
    await expect(page.getByRole('tooltip')).toContainText('Another Holdout writes to this workspace')
  })
  await test.step('it says who writes when it is asked to run', async () => {
    await other.start.runSample()
    await expect(other.notifications).toContainText(/holdout serve \(process \d+ on /)
  })
  await test.step('it shows what there is', async () => {
    await other.goTo('History')
    await expect(other.history.candidate('Baseline')).toContainText('done')
  })
  await test.step('it shows what the first one adds', async () => {
    await runExample(connection.lab, { epochs: 3, models: ['Visible'] })
    await expect(other.history.candidate('Visible')).toContainText('done')
  })
  await test.step('it takes over', async () => {
    await app.close()
    connection.close()
    await serving.stop()
    await expect(other.readOnly).toBeHidden()
    await other.runButton.click()
    await other.run.toBeFinished(30)
  })
  await other.close()
  await second.stop()
  expect(unseen).toEqual([])
})
