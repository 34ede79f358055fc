import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { LabClient } from '../../src/contract/contract.ts'
import { transitionsOf } from './transitions.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Each language once, and each theme once: colours are the theme's, all else is the language's. */
const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
] as const
type Look = (typeof LOOKS)[number]

/** What axe finds on a page as it is now: a rule and the elements that break it. Frames are pages of their own. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  await transitionsOf(page)
  // Its program of 1.5 MB is sent to a page once.
  const isThere = await page.evaluate(() => 'axe' in window)
  // Without the legacy mode axe goes into the frames, and waits for ever for one that may run no script.
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: 'undefined' }) })
    .setLegacyMode()
    .exclude('iframe')
    // Where each element that passes lies need not be worked out.
    .options({ resultTypes: ['violations'] })
  const { violations } = await axe.withTags(RULES).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes
      // A menu floats over the page, outside every landmark, and has the focus while it is there.
      .filter(({ html }) => id !== 'region' || !/class="[^"]*\bfloating\b/.test(html))
      .map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary.replace(/\s+/g, ' ')}`),
  )
}

/** Checks a screen in English and light and in Chinese and dark, and leaves it in English and light. */
export async function toBeAccessible(page: Page, lab: LabClient, screen: string): Promise<void> {
  for (const look of LOOKS) {
    await showIn(page, lab, look)
    const found = await violationsOn(page)
    expect.soft(found, `${screen}, ${look.language}, ${look.theme}`).toEqual([])
  }
  await showIn(page, lab, LOOKS[0])
}

/** As another window of the lab does it, so that whatever is open on this one stays open. */
async function showIn(page: Page, lab: LabClient, { language, theme }: Look): Promise<void> {
  await lab.settings.set({ language, theme })
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
}
