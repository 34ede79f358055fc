import type { Locator, Page } from '@playwright/test'

/** The room that holds every run there ever was. */
export class HistoryPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get table(): Locator {
    return this.#page.getByRole('main').getByRole('treegrid')
  }

  row(candidate: string): Locator {
    return this.table.getByRole('row').filter({ hasText: candidate })
  }
}
