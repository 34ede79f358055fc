import type { Download, Locator, Page } from '@playwright/test'

/** The room where a run becomes a document. */
export class ReportPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get #room(): Locator {
    return this.#page.getByRole('main')
  }

  /** The document itself, in its frame. */
  get frame(): Locator {
    return this.#room.locator('iframe')
  }

  async choose(format: string): Promise<void> {
    await this.#room.getByRole('radio', { name: new RegExp(`^${format}\\b`) }).check()
  }

  async save(): Promise<Download> {
    const download = this.#page.waitForEvent('download')
    await this.#room.getByRole('button', { name: /^Save/ }).click()
    return download
  }
}
