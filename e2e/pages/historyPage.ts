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

  get sweep(): Locator {
    return this.#room.getByRole('region', { name: 'How the sweep is shown' })
  }

  /** An end of the range on an axis of the sweep's lines. */
  rangeEnd(axis: string, end: 'lower' | 'upper'): Locator {
    return this.sweep.getByRole('slider', { name: `${axis}: ${end} end` })
  }

  /** Drags along an axis of the sweep's lines that has no range yet, from one height to another: 0 is its bottom, 1 its top. */
  async dragRange(axis: string, from: number, to: number): Promise<void> {
    const bottom = await this.rangeEnd(axis, 'lower').boundingBox()
    const top = await this.rangeEnd(axis, 'upper').boundingBox()
    if (!bottom || !top) throw new Error(`the axis ${axis} is not shown`)
    const x = bottom.x + bottom.width / 2
    // The ends of a range touch it from outside.
    const yAt = (height: number) => bottom.y + height * (top.y + top.height - bottom.y)
    await this.#page.mouse.move(x, yAt(from))
    await this.#page.mouse.down()
    await this.#page.mouse.move(x, yAt((from + to) / 2))
    await this.#page.mouse.move(x, yAt(to))
    await this.#page.mouse.up()
  }

  /** The candidates whose rows are ticked. */
  get ticked(): Locator {
    return this.candidates.filter({ has: this.#page.getByRole('checkbox', { checked: true }) })
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
