import type { Locator, Page } from '@playwright/test'
import { choose } from './choose.ts'

type DialectField = 'Header' | 'Delimiter' | 'Quote' | 'Decimal' | 'Encoding'

/** The room where a table is read, corrected and looked at. */
export class DataPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    // Choosers are caught from now on: a shortcut is quicker than to begin with it when one is awaited.
    page.on('filechooser', () => undefined)
  }

  get dialect(): Locator {
    return this.#page.getByRole('region', { name: 'How the file is read' })
  }

  get grid(): Locator {
    return this.#page.getByRole('grid')
  }

  get ledger(): Locator {
    return this.#page.getByRole('region', { name: 'Import ledger' })
  }

  get preflight(): Locator {
    return this.#page.getByRole('region', { name: 'Pre-flight' })
  }

  /** What is shown of the column that is selected. */
  get inspector(): Locator {
    return this.#page.getByRole('complementary', { name: /^Column\b/ })
  }

  /** Answers the browser's own dialog, which a button or a shortcut opens. */
  async openCsv(file: string, ask: () => Promise<void>): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser')
    await ask()
    await (await chooser).setFiles(file)
  }

  /** Drops a file of these contents on what lies at `place`. */
  async drop(place: Locator, name: string, content: string): Promise<void> {
    const dataTransfer = await this.#page.evaluateHandle(
      ([fileName, text]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([text], fileName, { type: 'text/csv' }))
        return transfer
      },
      [name, content],
    )
    for (const type of ['dragenter', 'dragover', 'drop']) await place.dispatchEvent(type, { dataTransfer })
  }

  async read(field: DialectField, as: string): Promise<void> {
    await choose(this.dialect, field, as)
  }

  async import(): Promise<void> {
    await this.#page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click()
  }

  column(name: string): Locator {
    // By its name alone: beneath it stand numbers, which come later and may hold a short name.
    return this.grid.getByRole('columnheader').filter({ has: this.#page.locator('.name', { hasText: name }) })
  }

  async selectColumn(name: string): Promise<void> {
    await this.column(name).click()
  }

  /** A row of the grid, counted from 1. */
  row(number: number): Locator {
    return this.grid.locator(`[aria-rowindex="${number + 1}"]`)
  }

  async setType(type: string): Promise<void> {
    await choose(this.inspector, 'Type', type)
  }

  async setRole(role: string): Promise<void> {
    await choose(this.inspector, 'Role', role)
  }
}
