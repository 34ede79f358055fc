import { expect, test as plain } from '@playwright/test'
import type { Page } from '@playwright/test'
import { AppPage } from '../pages/appPage.ts'
import { LabConnection } from './labClient.ts'
import { ServeProcess } from './serveProcess.ts'

interface Fixtures {
  /** A server on an empty workspace. */
  readonly serving: ServeProcess
  /** The app, opened. At the end nothing may have gone wrong that a person does not see. */
  readonly app: AppPage
  /** The same lab, asked without the page. */
  readonly connection: LabConnection
}

/** `test` with the app opened in a browser on the real lab and the real trainer. */
export const test = plain.extend<Fixtures>({
  // Playwright reads which fixtures are needed from the pattern, which therefore must be one.
  serving: async ({}, use) => {
    const serving = await ServeProcess.start()
    await use(serving)
    await serving.stopAndForget()
  },
  app: async ({ page, serving }, use) => {
    const watched = watch(page, serving.origin)
    await page.goto(serving.address)
    await use(new AppPage(page))
    expect(watched, 'errors on the console, failed and foreign requests').toEqual([])
  },
  connection: async ({ app, page, serving }, use) => {
    const [cookie] = await app.page.context().cookies(page.url())
    const connection = new LabConnection(serving.origin, `${cookie.name}=${cookie.value}`)
    await use(connection)
    connection.close()
  },
})

/** Whatever goes wrong out of sight on a page, as it happens. */
export function watch(page: Page, origin: string): string[] {
  const seen: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => seen.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(origin))
      seen.push(`request to elsewhere: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) seen.push(`${response.status()} ${response.url()}`)
  })
  return seen
}

export { expect }
