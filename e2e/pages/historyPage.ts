import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { choose } from './choose.ts'

/** A condition as the filter's form asks for it. */
export interface Condition {
  readonly field: string
  readonly how: string
  /** One of those that occur. */
  readonly value?: string
  /** Ends of a range of numbers. */
  readonly from?: string
  readonly to?: string
}

/** The room that holds every run there ever was. */
export class HistoryPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get #room(): Locator {
    return this.#page.getByRole('main')
  }

  get table(): Locator {
    return this.#room.getByRole('treegrid')
  }

  row(text: string): Locator {
    return this.table.getByRole('row').filter({ hasText: text })
  }

  /** Rows of candidates, without those that head a run. */
  get candidates(): Locator {
    return this.table.getByRole('row').filter({ has: this.#page.getByRole('checkbox') })
  }

  /** Candidates of this name, newest run first. */
  candidate(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.#page.getByRole('checkbox', { name: `Select ${name}` }) })
  }

  /** Ticks exactly these rows. */
  async compare(...rows: readonly Locator[]): Promise<void> {
    await rows[0].click()
    for (const row of rows.slice(1)) await row.getByRole('checkbox').check()
    for (const row of rows) await expect(row.getByRole('checkbox')).toBeChecked()
  }

  /** One candidate in full, or several side by side. */
  get side(): Locator {
    return this.#room.getByRole('complementary', { name: 'Candidate' })
  }

  get differences(): Locator {
    return this.side.getByRole('table').filter({ hasText: 'What differs' })
  }

  /** Settings that are shown side by side, by their names. */
  get settings(): Locator {
    return this.differences.locator('tbody').getByRole('rowheader')
  }

  difference(setting: string): Locator {
    return this.differences.getByRole('row').filter({ hasText: setting }).getByRole('cell')
  }

  get verdict(): Locator {
    return this.side.getByRole('heading', { level: 3 }).first()
  }

  get curves(): Locator {
    return this.#room.getByRole('region', { name: 'Curves' })
  }

  async filter({ field, how, value, from, to }: Condition): Promise<void> {
    await this.#room.getByRole('button', { name: /^Filter/ }).click()
    const form = this.#page.getByRole('dialog', { name: 'Filter' })
    await choose(form, 'Field', field)
    await choose(form, 'Is', how)
    if (value !== undefined) await choose(form, 'Value', value)
    if (from !== undefined) await form.getByRole('spinbutton', { name: 'From' }).fill(from)
    if (to !== undefined) await form.getByRole('spinbutton', { name: 'To' }).fill(to)
    await form.getByRole('button', { name: 'Apply' }).click()
    await expect(form).toBeHidden()
  }

  async dropFilter(field: string): Promise<void> {
    await this.#room.getByRole('button', { name: `Remove the filter ${field}` }).click()
  }

  get search(): Locator {
    return this.#room.getByRole('searchbox')
  }

  get deletedView(): Locator {
    return this.#room.getByRole('button', { name: 'Deleted', exact: true })
  }

  async doWith(row: Locator, what: string): Promise<void> {
    await row.getByRole('button', { name: /^What can be done/ }).click()
    await this.#page.getByRole('menuitem', { name: what }).click()
  }
}
