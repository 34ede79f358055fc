import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** Milliseconds from each picture to the next, since this was last emptied. */
    frameGaps: number[]
  }
}

/** Milliseconds without a picture beyond which a page is said to freeze. */
const FREEZE_MS = 100

/** Runs in the page, before anything of its own: notes the time between pictures. */
export function noteFrames(): void {
  window.frameGaps = []
  let last = performance.now()
  const next = (now: number): void => {
    window.frameGaps.push(now - last)
    last = now
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}

/** Milliseconds from each picture to the next, since this was last asked. */
export async function takeFrameGaps(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => window.frameGaps.splice(0))
}

/** What was drawn since this was last asked. */
export async function takeFrames(page: Page): Promise<Readonly<Record<string, number>>> {
  const gaps = await takeFrameGaps(page)
  return {
    'ms, longest time without a picture': gaps.reduce((most, ms) => Math.max(most, ms), 0),
    'times without a picture for 100 ms': gaps.filter((ms) => ms > FREEZE_MS).length,
  }
}
