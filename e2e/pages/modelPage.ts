import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import { choose } from './choose.ts'

/** The room where networks are built, layer by layer or as text. */
export class ModelPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get #room(): Locator {
    return this.#page.getByRole('main')
  }

  get #stack(): Locator {
    return this.#room.getByRole('region', { name: 'Layers' })
  }

  /** The layers, first to last. */
  get cards(): Locator {
    return this.#stack.getByRole('listitem')
  }

  card(number: number): Locator {
    return this.cards.nth(number - 1)
  }

  /** The button that a card's head is: opens its form. */
  head(number: number): Locator {
    return this.card(number).locator('button[aria-expanded]').first()
  }

  /** Opens the form of a card, where it is not open already. */
  async open(number: number): Promise<void> {
    if ((await this.head(number).getAttribute('aria-expanded')) === 'false') await this.head(number).click()
    await expect(this.head(number)).toHaveAttribute('aria-expanded', 'true')
  }

  async add(layer: 'Dense' | 'Dropout'): Promise<void> {
    await this.#stack.getByRole('button', { name: layer, exact: true }).last().click()
  }

  field(number: number, label: string): Locator {
    return this.card(number).getByRole('textbox', { name: label, exact: true })
  }

  /** Types into a field of the open form, and leaves it. */
  async set(number: number, label: string, value: string): Promise<void> {
    await this.field(number, label).fill(value)
    await this.field(number, label).blur()
  }

  async choose(number: number, label: string, option: string): Promise<void> {
    await choose(this.card(number), label, option)
  }

  /** Drags a card to where another is, past its middle. */
  async drag(from: number, to: number): Promise<void> {
    const target = this.card(to).locator('.layer-head')
    const { height = 0 } = (await target.boundingBox()) ?? {}
    const targetPosition = { x: 12, y: to > from ? height - 4 : 4 }
    await this.card(from).locator('.handle').dragTo(target, { targetPosition, steps: 10 })
  }

  async doWith(number: number, what: 'Duplicate' | 'Remove' | 'Move up' | 'Move down'): Promise<void> {
    await this.card(number)
      .getByRole('button', { name: /^More for/ })
      .click()
    await this.#page.getByRole('menuitem', { name: new RegExp(`^${what}`) }).click()
  }

  /** Undo or redo, with the name of the change it is about. */
  step(direction: 'Undo' | 'Redo'): Locator {
    return this.#room.getByRole('button', { name: new RegExp(`^${direction}\\b`) })
  }

  view(name: 'Stack' | 'YAML'): Locator {
    return this.#room.getByRole('radio', { name })
  }

  get text(): Locator {
    return this.#room.getByRole('textbox', { name: 'The experiment as YAML' })
  }

  /** The experiment as YAML, once every change is in it. */
  async textInFull(): Promise<string> {
    await expect(this.text).toBeEditable()
    return this.text.inputValue()
  }

  /** What is wrong with the text, as told below it. */
  get textProblems(): Locator {
    return this.#room.getByRole('region', { name: 'The experiment as YAML' }).getByRole('status')
  }

  get training(): Locator {
    return this.#room.getByRole('region', { name: 'Training' })
  }
}
