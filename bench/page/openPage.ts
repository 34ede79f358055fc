import { readFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { LabConnection } from '../../e2e/harness/labClient.ts'
import { ServeProcess } from '../../e2e/harness/serveProcess.ts'
import { findChromium } from '../../scripts/chromium.mjs'
import type { LabClient } from '../../src/contract/contract.ts'

/** The built page in a real Chromium on the real lab, and ways to look behind it. */
export interface OpenPage {
  readonly page: Page
  readonly devtools: CDPSession
  /** The same lab, asked without the page. */
  readonly lab: LabClient
  /** Process id of the lab. */
  readonly labPid: number
  /** Milliseconds that the lab's process has had of processors; `undefined` where the system does not say. */
  readonly labProcessor: () => number | undefined
  close(): Promise<void>
}

/** Starts Chromium, without a window. */
export function startChromium(): Promise<Browser> {
  const executablePath = findChromium()
  // The sandbox of Chromium refuses to run as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ args, ...(executablePath !== undefined && { executablePath }) })
}

/** Opens the page on an empty workspace, or on the one named; `prepare` runs in it before anything of its own does. */
export async function openPage({
  prepare,
  workspace,
}: { prepare?: () => void; workspace?: string } = {}): Promise<OpenPage> {
  const serving = await ServeProcess.start([], workspace)
  const browser = await startChromium()
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  if (prepare) await page.addInitScript(prepare)
  await page.goto(serving.address)
  await page.getByRole('navigation', { name: 'Rooms' }).waitFor()
  const devtools = await page.context().newCDPSession(page)
  const [cookie] = await page.context().cookies(page.url())
  const [key] = (await page.evaluate(() => sessionStorage.getItem('holdout.key') ?? '')).split(' ')
  const connection = new LabConnection(serving.origin, { cookie: `${cookie.name}=${cookie.value}`, key })
  return {
    page,
    devtools,
    lab: connection.lab,
    labPid: serving.pid,
    labProcessor: () => processorOf(serving.pid),
    close: async () => {
      connection.close()
      await browser.close()
      await serving.stopAndForget()
    },
  }
}

/** Linux counts in hundredths of a second, all threads of the process together. */
function processorOf(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      .split(' ')
    return 10 * (Number(fields[11]) + Number(fields[12]))
  } catch {
    return undefined
  }
}

/** Goes to a room by its link. */
export async function goTo(page: Page, room: 'Data' | 'Run'): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('link', { name: new RegExp(`^${room}\\b`) })
    .click()
}
