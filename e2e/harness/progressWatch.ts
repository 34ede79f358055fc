import type { Locator } from '@playwright/test'

/** What a page did while a progress bar was there. */
export interface WatchedProgress {
  /** Values of the bar in percent, in their order. */
  readonly values: readonly number[]
  /** Frames that were drawn meanwhile. */
  readonly frames: number
  /** Milliseconds of the longest time between two of them. */
  readonly longestGap: number
}

/**
 * Watches from within the page, from now on, until a progress bar of `place` has come and gone. From outside of the page a bar that is
 * soon at its end may be missed.
 * @param pressed the text of a button of `place` that is pressed in the very turn in which the bar has moved
 */
export async function watchProgress(
  place: Locator,
  { pressed }: { readonly pressed?: string } = {},
): Promise<() => Promise<WatchedProgress>> {
  const watching = await place.evaluateHandle((root, button) => {
    const seen = { values: [] as number[], frames: 0, longestGap: 0 }
    const ended = new Promise<typeof seen>((resolve) => {
      let last = performance.now()
      let isThere = false
      const look = (): void => {
        const bar = root.querySelector('[role="progressbar"]')
        if (!bar && isThere) {
          observer.disconnect()
          resolve(seen)
        }
        if (!bar) return
        if (!isThere) last = performance.now()
        isThere = true
        const value = Number(bar.getAttribute('aria-valuenow'))
        if (value !== seen.values.at(-1)) seen.values.push(value)
        if (button !== undefined && value > 0)
          [...root.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === button)?.click()
      }
      const observer = new MutationObserver(look)
      observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-valuenow'] })
      const onFrame = (now: number): void => {
        if (isThere) {
          seen.frames++
          seen.longestGap = Math.max(seen.longestGap, now - last)
          last = now
        }
        requestAnimationFrame(onFrame)
      }
      requestAnimationFrame(onFrame)
    })
    return { ended }
  }, pressed)
  return () => watching.evaluate(({ ended }) => ended)
}
