import { ServeProcess } from '../../e2e/harness/serveProcess.ts'
import type { Measurement } from '../measurement.ts'
import { startChromium } from './openPage.ts'

const TIMES = 5

/** From the start of the process to the first content of the page, with the start of Chromium in between, as `npm start` does it. */
export async function measureStart(): Promise<Measurement> {
  const starts: Start[] = []
  for (let time = 0; time < TIMES; time += 1) starts.push(await start())
  const middle = (of: (one: Start) => number): number =>
    starts.map(of).sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0
  return {
    name: `start of the app to first content, the middle of ${String(TIMES)} (target: 1.5)`,
    seconds: middle(({ total }) => total),
    notes: {
      'seconds to the address': middle(({ address }) => address),
      'seconds to start Chromium': middle(({ chromium }) => chromium),
      'seconds from there to first content': middle(({ content }) => content),
      'seconds, the fastest': Math.min(...starts.map(({ total }) => total)),
    },
  }
}

interface Start {
  readonly address: number
  readonly chromium: number
  readonly content: number
  readonly total: number
}

async function start(): Promise<Start> {
  const began = Date.now()
  const serving = await ServeProcess.start()
  const address = Date.now()
  const browser = await startChromium()
  const chromium = Date.now()
  const page = await browser.newPage()
  await page.goto(serving.address)
  const painted = await page.evaluate(firstContent)
  await browser.close()
  await serving.stopAndForget()
  const seconds = (from: number, to: number): number => (to - from) / 1000
  return {
    address: seconds(began, address),
    chromium: seconds(address, chromium),
    content: seconds(chromium, painted),
    total: seconds(began, painted),
  }
}

/** When the page first showed anything, in ms since 1970. */
function firstContent(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint').at(0)
      if (paint) resolve(performance.timeOrigin + paint.startTime)
    }).observe({ type: 'paint', buffered: true })
  })
}
