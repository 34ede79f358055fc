import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The room that shows one run while it trains and after. */
export class RunPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get #room(): Locator {
    return this.#page.getByRole('main')
  }

  /** Waits until all fits are done. */
  async toBeFinished(fits: number, timeout = 40_000): Promise<void> {
    await expect(this.#room).toContainText(`${fits} of ${fits} fits done`, { timeout })
  }

  /** Waits until training has visibly begun. */
  async toBeTraining(): Promise<void> {
    await expect(this.#button('Pause')).toBeVisible({ timeout: 20_000 })
  }

  async pause(): Promise<void> {
    await this.#button('Pause').click()
    await expect(this.#button('Resume')).toBeVisible()
  }

  async resume(): Promise<void> {
    await this.#button('Resume').click()
  }

  /** Shows the newest run, where nothing is training. */
  async showLast(): Promise<void> {
    await this.#room.getByRole('button', { name: 'Show the last run' }).click()
  }

  get lostNotice(): Locator {
    return this.#room.getByText('The training process stopped unexpectedly')
  }

  #button(name: string): Locator {
    return this.#room.getByRole('button', { name: new RegExp(`^${name}`) }).first()
  }
}
