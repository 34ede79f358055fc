import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { CommandPalette } from './commandPalette.ts'
import { DataPage } from './dataPage.ts'
import { HistoryPage } from './historyPage.ts'
import { ModelPage } from './modelPage.ts'
import { RunPage } from './runPage.ts'
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
  readonly palette: CommandPalette

  constructor(page: Page) {
    this.page = page
    this.start = new StartPage(page)
    this.data = new DataPage(page)
    this.model = new ModelPage(page)
    this.run = new RunPage(page)
    this.history = new HistoryPage(page)
    this.palette = new CommandPalette(page)
  }

  /** The room that is shown. */
  get room(): Locator {
    return this.page.getByRole('main')
  }

  async goTo(room: Room): Promise<void> {
    // The name goes on where something is under way: "Run training".
    const rooms = this.page.getByRole('navigation', { name: 'Rooms' })
    const link = rooms.getByRole('link', { name: new RegExp(`^${room}\\b`) })
    await link.click()
    await expect(link).toHaveAttribute('aria-current', 'page')
  }

  /** Runs the experiment that is open; it is refused while something stands in the way. */
  get runButton(): Locator {
    return this.page.getByRole('banner').getByRole('button', { name: /^Run\b/ })
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
    await expect(this.page.getByRole('link', { name: 'Data', exact: true })).toBeVisible()
  }
}
