import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** Everything that can be done, found by typing. */
export class CommandPalette {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: /^(Search or run a command|搜索或执行命令)$/ })
  }

  get commands(): Locator {
    return this.dialog.getByRole('option')
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press('Control+k')
    await expect(this.dialog.getByRole('combobox')).toBeFocused()
  }

  /** Finds a command by its words and runs it; the keyboard is all it takes. */
  async run(words: string): Promise<void> {
    await this.open()
    await this.#page.keyboard.type(words)
    await expect(this.commands.first()).toContainText(words)
    await expect(this.commands.first()).toHaveAttribute('data-highlighted')
    await this.#page.keyboard.press('Enter')
    await expect(this.dialog).toBeHidden()
  }
}
