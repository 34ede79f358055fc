import { expect, test as plain } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppPage } from '../pages/appPage.ts'
import { LabConnection } from './labClient.ts'
import { ServeProcess } from './serveProcess.ts'
import { watchContext } from './watchContext.ts'

export interface Fixtures {
  /** A server on an empty workspace. */
  readonly serving: ServeProcess
  /** What goes wrong out of sight on any page of the test. Empty at the end, unless the test has dealt with it. */
  readonly unseen: string[]
  /** The app, opened. At the end nothing may have gone wrong that a person does not see. */
  readonly app: AppPage
  /** The same lab, asked without the page. */
  readonly connection: LabConnection
  /** A folder for the test's own files. */
  readonly folder: string
}

/** `test` with the app opened in a browser on the real lab and the real trainer. */
export const test = plain.extend<Fixtures>({
  // Playwright reads which fixtures are needed from the pattern, which therefore must be one.
  serving: async ({}, use) => {
    const serving = await ServeProcess.start()
    await use(serving)
    await serving.stopAndForget()
  },
  unseen: async ({ context, serving }, use) => {
    const seen = watchContext(context, serving.origin)
    await use(seen)
    expect(seen, 'errors and warnings on the console, failed and foreign requests').toEqual([])
  },
  app: async ({ page, serving, unseen: _ }, use) => {
    await page.goto(serving.address)
    await use(new AppPage(page))
  },
  connection: async ({ app }, use) => {
    const connection = await LabConnection.of(app.page)
    await use(connection)
    connection.close()
  },
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'holdout-files-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

export { expect }
