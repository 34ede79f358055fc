import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** Theme, language and density, in either language. */
export class SettingsDialog {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: /^(Settings|设置)$/ })
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press('Control+,')
    await expect(this.dialog).toBeVisible()
  }

  /** Chooses what is called so; `in` names the group where two have a choice of the same name. */
  async choose(name: string, group: RegExp): Promise<void> {
    const radio = this.dialog.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true })
    await radio.click()
    await expect(radio).toBeChecked()
  }

  async close(): Promise<void> {
    // Escape takes what lies on top: a tooltip on its way out is still there.
    await expect(this.#page.getByRole('tooltip')).toHaveCount(0)
    await this.#page.keyboard.press('Escape')
    await expect(this.dialog).toBeHidden()
  }
}
