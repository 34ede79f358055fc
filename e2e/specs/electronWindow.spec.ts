import { _electron, expect, test } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronBinary } from '../../scripts/electronBinary.mjs'
import { checkout } from '../harness/checkout.ts'
import { AppPage } from '../pages/appPage.ts'

const executablePath = electronBinary()

// Without the binary there is nothing to be shown here; the log says so at its beginning.
if (executablePath !== undefined) {
  test('the window itself: a sandboxed page, a run in three clicks, a PDF', async () => {
    const workspace = await mkdtemp(join(tmpdir(), 'holdout-window-'))
    const electron = await _electron.launch({
      executablePath,
      args: [checkout, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env: { ...(process.env as Record<string, string>), HOLDOUT_WORKSPACE: workspace },
    })
    const app = new AppPage(await electron.firstWindow())
    expect(app.page.url()).toMatch(/^holdout:\/\/app\//)
    expect(await app.page.evaluate(() => ['process', 'require', 'module'].filter((name) => name in window))).toEqual([])
    await app.start.runSample()
    await app.run.toBeFinished(30)
    await app.goTo('History')
    await expect(app.history.row('Hidden')).toBeVisible()
    const pdf = await electron.evaluate(async ({ BrowserWindow }) => {
      const bytes = await BrowserWindow.getAllWindows()[0].webContents.printToPDF({})
      return bytes.subarray(0, 5).toString('latin1')
    })
    expect(pdf).toBe('%PDF-')
    await electron.close()
    await rm(workspace, { recursive: true, force: true })
  })
}
