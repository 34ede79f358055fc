import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Measurement } from '../measurement.ts'
import { traceMainThread } from './mainThread.ts'
import { goTo, openPage } from './openPage.ts'
import type { OpenPage } from './openPage.ts'
import { noteFrames, takeFrameGaps } from './watchFrames.ts'

const ROWS = 1_500_000
const COLUMNS = 14
/** Pixels a second: reading on, and looking for something. */
const SPEEDS = [1200, 6000] as const
const SECONDS = 5

/** How smoothly a table of 1.5 million rows is scrolled. */
export async function measureScrolling(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  const open = await openPage({ prepare: noteFrames })
  try {
    const file = join(folder, 'made-up.csv')
    const writer = fileURLToPath(new URL('../import/writeMadeUpCsv.ts', import.meta.url))
    await promisify(execFile)(process.execPath, [writer, file, String(ROWS), String(COLUMNS)])
    await importCsv(open, file)
    const measurements: Measurement[] = []
    for (const speed of SPEEDS) measurements.push(await scroll(open, speed))
    return measurements
  } finally {
    await open.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function importCsv({ page }: OpenPage, file: string): Promise<void> {
  await goTo(page, 'Data')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: /CSV/ }).first().click()
  await (await chooser).setFiles(file)
  await page.getByRole('main').getByRole('button', { name: 'Import', exact: true }).click({ timeout: 120_000 })
  await page.locator(`[role="grid"][aria-rowcount="${String(ROWS + 1)}"]`).waitFor({ timeout: 240_000 })
}

async function scroll({ page, devtools }: OpenPage, speed: number): Promise<Measurement> {
  const { x, y, width, height } = (await page.getByRole('grid').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const began = performance.now()
  await takeFrameGaps(page)
  const main = await traceMainThread(devtools, async () => {
    await devtools.send('Input.synthesizeScrollGesture', {
      x: x + width / 2,
      y: y + height / 2,
      yDistance: -speed * SECONDS,
      speed,
      gestureSourceType: 'mouse',
    })
  })
  const intervals = await takeFrameGaps(page)
  const late = intervals.filter((interval) => interval > LATE_MS).length
  return {
    name: `scrolling ${String(ROWS)} rows, ${String(speed)} pixels a second`,
    seconds: (performance.now() - began) / 1000,
    digits: 1,
    notes: {
      'pictures a second (target: 60)': 1000 / mean(intervals),
      'percent of pictures late': (100 * late) / Math.max(1, intervals.length),
      'ms of the processor for a picture, mean (there are 16.7)': main.processor / Math.max(1, intervals.length),
      'ms of the processor, longest task': main.longestProcessor,
    },
  }
}

/** Somewhat more than a sixtieth of a second. */
const LATE_MS = 18

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
