import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { LabClient } from '../../src/contract/contract.ts'
import { checkout } from './checkout.ts'
import { transitionsOf } from './transitions.ts'

interface Look {
  readonly theme: 'light' | 'dark'
  readonly language: 'en' | 'zh-CN'
  readonly size: { readonly width: number; readonly height: number }
}

const WIDE = { width: 1280, height: 800 }
/** The least window. */
const SMALL = { width: 960, height: 640 }

/** Set by `npm run screenshots`: pictures are kept, and taken in the dark too, which moves nothing. */
const KEEPS_PICTURES = process.env['HOLDOUT_PICTURES'] === '1'

/** In English first: what a screen is walked through by are its English words. */
const LOOKS: readonly Look[] = [
  { theme: 'light', language: 'en', size: WIDE },
  { theme: 'light', language: 'en', size: SMALL },
  ...(KEEPS_PICTURES
    ? ([
        { theme: 'dark', language: 'en', size: SMALL },
        { theme: 'dark', language: 'en', size: WIDE },
      ] as const)
    : []),
  { theme: 'light', language: 'zh-CN', size: WIDE },
]

/**
 * The screens in every look: each at both sizes, and once in Chinese. Where pictures are kept, they lie in `test-results/screens`, light and
 * dark.
 */
export class Album {
  readonly #page: Page
  readonly #lab: LabClient
  readonly #folder = join(checkout, 'test-results', 'screens')

  constructor(page: Page, lab: LabClient) {
    this.#page = page
    this.#lab = lab
  }

  /**
   * Looks at the screen as it stands, in every look, and leaves it as it was.
   *
   * In each look nothing may reach beyond the window: what is cut off there can be seen by nobody.
   */
  async take(name: string): Promise<void> {
    if (KEEPS_PICTURES) await mkdir(this.#folder, { recursive: true })
    for (const look of LOOKS) {
      await this.#wear(look)
      expect(await this.#page.evaluate(beyondWindow), `beyond the window: ${nameOf(name, look)}`).toEqual([])
      if (KEEPS_PICTURES) await this.#page.screenshot({ path: join(this.#folder, `${nameOf(name, look)}.png`) })
    }
    await this.#wear(LOOKS[0])
  }

  async #wear({ theme, language, size }: Look): Promise<void> {
    await this.#page.setViewportSize(size)
    await this.#lab.settings.set({ theme, language })
    const root = this.#page.locator('html')
    await expect(root).toHaveAttribute('data-theme', theme)
    await expect(root).toHaveAttribute('lang', language)
    await transitionsOf(this.#page)
    await this.#page.evaluate(drawn)
  }
}

function nameOf(screen: string, { theme, language, size }: Look): string {
  return [screen, `${size.width}x${size.height}`, theme, language].join('-')
}

/** Waits until what is drawn has followed: text in the next frame, charts, worked out ten times a second, within a dozen. */
async function drawn(): Promise<void> {
  const frames = document.querySelector('canvas') === null ? 3 : 12
  for (let frame = 0; frame < frames; frame += 1) await new Promise(requestAnimationFrame)
}

/** The controls that can be seen and yet end outside the window, which itself never scrolls. */
function beyondWindow(): string[] {
  const controls = [...document.querySelectorAll<HTMLElement>('button, a, input, [role="combobox"], [role="radio"]')]
  const scrolls = (element: Element | null): boolean =>
    element !== null && (/auto|scroll/.test(getComputedStyle(element).overflow) || scrolls(element.parentElement))
  return controls
    .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !scrolls(control.parentElement))
    .filter((control) => {
      const { left, right, top, bottom, width } = control.getBoundingClientRect()
      return width > 1 && (left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1)
    })
    .map((control) => control.getAttribute('aria-label') ?? control.textContent)
}
