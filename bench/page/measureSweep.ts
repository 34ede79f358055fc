import type { Page } from '@playwright/test'
import type { Measurement } from '../measurement.ts'
import { traceMainThread } from './mainThread.ts'
import { goTo, openPage } from './openPage.ts'
import { startSweep } from './sweepOf200Fits.ts'

const MOST_MS = 180_000

declare global {
  interface Window {
    /** What the page is slow at, as it happens: ms. */
    slow: { readonly tasks: number[]; readonly inputs: number[]; readonly handlers: number[] }
  }
}

/** How smooth the page is while 200 fits train and a person moves, points and chooses. */
export async function measureSweep(): Promise<Measurement> {
  const open = await openPage({ prepare: watchSlowness })
  try {
    await goTo(open.page, 'Run')
    await startSweep(open.lab)
    await open.page.locator('.chart-canvas canvas').first().waitFor()
    await open.page.evaluate(forgetSlowness)
    const began = performance.now()
    const main = await traceMainThread(open.devtools, () => lookAround(open.page))
    const seconds = (performance.now() - began) / 1000
    const slow = await open.page.evaluate(() => window.slow)
    return {
      name: 'looking at a sweep of 200 fits while it trains',
      seconds,
      digits: 0,
      notes: {
        'ms of the processor, longest task (target: 50)': main.longestProcessor,
        'ms by the clock, longest task': main.longest,
        'tasks over 50 ms by the clock': slow.tasks.length,
        'percent of one processor': main.processor / seconds / 10,
        'ms from input to picture, 98 % (target: 100)': quantile(slow.inputs, 0.98),
        'ms from input to picture, longest': Math.max(0, ...slow.inputs),
        'ms in handlers of an input, longest': Math.max(0, ...slow.handlers),
        inputs: slow.inputs.length,
      },
    }
  } finally {
    await open.close()
  }
}

/** Runs in the page. */
function watchSlowness(): void {
  window.slow = { tasks: [], inputs: [], handlers: [] }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.slow.tasks.push(duration)
  }).observe({ type: 'longtask' })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      window.slow.handlers.push(entry.processingEnd - entry.processingStart)
      // What belongs to no click or key is a move of the mouse.
      if (entry.interactionId) window.slow.inputs.push(entry.duration)
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
}

/** Runs in the page. */
function forgetSlowness(): void {
  for (const list of Object.values(window.slow)) list.length = 0
}

/** Points at the curves, chooses candidates and folds, until all fits are done. */
async function lookAround(page: Page): Promise<void> {
  const done = page.getByText('200 of 200 fits')
  const chart = page.locator('.chart-canvas canvas').first()
  const began = performance.now()
  for (let step = 0; performance.now() - began < MOST_MS && (await done.count()) === 0; step += 1) {
    const { x, y, width, height } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await page.mouse.move(x + ((step * 37) % 80) * (width / 100), y + ((step * 13) % 80) * (height / 100))
    if (step % 4 === 0) await press(page, '.cand', step / 4)
    if (step % 4 === 2) await press(page, '.fold', step / 2)
    await page.waitForTimeout(100)
  }
}

async function press(page: Page, selector: string, index: number): Promise<void> {
  const all = page.locator(selector)
  const count = await all.count()
  if (count > 0) await all.nth(index % Math.min(count, 8)).click()
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
