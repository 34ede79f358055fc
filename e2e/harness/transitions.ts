import type { Page } from '@playwright/test'

/** Waits for transitions to end: in the middle of one, colours are those of neither theme. */
export async function transitionsOf(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}
