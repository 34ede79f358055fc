import type { Download, Locator } from '@playwright/test'

/** A chart with its ways out. */
export class ChartFrame {
  readonly #frame: Locator

  /** `title` as it stands over the chart in `scope`. */
  constructor(scope: Locator, title: string) {
    this.#frame = scope.getByRole('region', { name: title, exact: true })
  }

  async save(as: 'PNG' | 'SVG' | 'CSV'): Promise<Download> {
    const page = this.#frame.page()
    const download = page.waitForEvent('download')
    await this.#frame.getByRole('button', { name: /^Save or copy/ }).click()
    await page.getByRole('menuitem', { name: `Save as ${as}` }).click()
    return download
  }
}
