import type { Locator, Page } from '@playwright/test'

/** The first thing a person sees: samples, templates, run. */
export class StartPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get heading(): Locator {
    return this.#page.getByRole('heading', { name: 'A finished run in three clicks' })
  }

  sample(name: string): Locator {
    return this.#page.getByRole('radio', { name })
  }

  async runSample(): Promise<void> {
    await this.#page
      .getByRole('main')
      .getByRole('button', { name: /^Run\b/ })
      .click()
  }
}
