import type { Page } from '@playwright/test'
import { ServeProcess } from '../harness/serveProcess.ts'
import { startExample } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'

/** What a browser says of a server that is not there. */
const UNREACHABLE = /^error: (WebSocket connection to .* failed|Failed to load resource: net::ERR_CONNECTION_REFUSED)/

test('a lab that is killed is missed, started again, and gone on with', async ({
  app,
  connection,
  context,
  page,
  serving,
  unseen,
}) => {
  await startExample(connection.lab, { epochs: 1000, models: ['Hidden'] })
  await app.goTo('Run')
  await app.run.toBeTraining()
  // Fetched behind the first room, so that rooms open while the lab is away.
  await expect.poll(() => fetchedScripts(page)).toContain('rooms')
  process.kill(serving.pid, 'SIGKILL')
  await serving.ended
  await test.step('the page says so, and what to do', async () => {
    await expect(app.lostLab).toContainText('open the address it prints')
    await app.goTo('History')
    await expect(app.lostLab).toBeVisible()
    await app.goTo('Run')
  })
  const again = await ServeProcess.start(['--port', new URL(serving.origin).port], serving.workspace)
  await test.step('the address that it prints lets this page go on', async () => {
    const other = await context.newPage()
    await other.goto(again.address)
    await expect(app.lostLab).toBeHidden()
    await other.close()
  })
  await test.step('and the run', async () => {
    await expect(app.run.lostNotice).toBeVisible()
    await app.run.resume()
    await app.run.toBeFinished(10)
    await app.goTo('History')
    await expect(app.history.candidate('Hidden')).toContainText('done')
  })
  await app.close()
  await again.stop()
  expect(unseen.splice(0).filter((message) => !UNREACHABLE.test(message))).toEqual([])
})

/** Names of the scripts that a page has got, without what stands for their content. */
function fetchedScripts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => /([^/]+)-[^/]{8}\.js$/.exec(name)?.[1] ?? []),
  )
}
