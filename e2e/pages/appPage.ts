import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { CommandPalette } from './commandPalette.ts'
import { DataPage } from './dataPage.ts'
import { HistoryPage } from './historyPage.ts'
import { ModelPage } from './modelPage.ts'
import { ReportPage } from './reportPage.ts'
import { RunPage } from './runPage.ts'
import { SettingsDialog } from './settingsDialog.ts'
import { StartPage } from './startPage.ts'

export type Room = 'Data' | 'Model' | 'Run' | 'History' | 'Report'

/** The app's frame: rail, top bar, palette, and the rooms. */
export class AppPage {
  readonly page: Page
  readonly start: StartPage
  readonly data: DataPage
  readonly model: ModelPage
  readonly run: RunPage
  readonly history: HistoryPage
  readonly report: ReportPage
  readonly palette: CommandPalette
  readonly settings: SettingsDialog

  constructor(page: Page) {
    this.page = page
    this.start = new StartPage(page)
    this.data = new DataPage(page)
    this.model = new ModelPage(page)
    this.run = new RunPage(page)
    this.history = new HistoryPage(page)
    this.report = new ReportPage(page)
    this.palette = new CommandPalette(page)
    this.settings = new SettingsDialog(page)
  }

  /** The room that is shown. */
  get room(): Locator {
    return this.page.getByRole('main')
  }

  /** The way to a room, whatever it is called in the language of the page. */
  roomLink(room: Room): Locator {
    return this.page.locator(`nav a[href="#/${room.toLowerCase()}"]`)
  }

  async goTo(room: Room): Promise<void> {
    await this.roomLink(room).click()
    await expect(this.roomLink(room)).toHaveAttribute('aria-current', 'page')
  }

  /** What the page looks like and speaks: `data-theme`, `data-density`, `lang`. */
  get root(): Locator {
    return this.page.locator('html')
  }

  /** Runs the experiment that is open; it is refused while something prevents it. */
  get runButton(): Locator {
    return this.page.getByRole('banner').getByRole('button', { name: /^Run\b/ })
  }

  /** Said as long as the lab cannot be reached. */
  get lostLab(): Locator {
    return this.room.getByRole('status').filter({ hasText: 'The lab does not answer' })
  }

  /** Said as long as another program writes to the workspace. */
  get readOnly(): Locator {
    return this.page.getByRole('contentinfo').getByText('read only')
  }

  /** Notifications, each shown for a while. */
  get notifications(): Locator {
    return this.page.getByRole('region', { name: /^Notifications/ })
  }

  /** Waits until nothing can be run, and the button says why. */
  async toRefuseToRun(reason: string): Promise<void> {
    await expect(this.runButton).toHaveAttribute('aria-disabled', 'true')
    await this.runButton.hover()
    await expect(this.page.getByRole('tooltip')).toContainText(reason)
    await this.page.keyboard.press('Escape')
  }

  /** Closes the app: nothing of it listens any more. */
  async close(): Promise<void> {
    await this.page.goto('about:blank')
  }

  /** Loads the page anew, as a person does who has lost patience. */
  async reload(): Promise<void> {
    await this.page.reload()
    await expect(this.roomLink('Data')).toBeVisible()
  }
}
