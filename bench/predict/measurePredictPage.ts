import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { buildApp } from '../../e2e/harness/buildApp.ts'
import { checkout } from '../../e2e/harness/checkout.ts'
import { toEndFinished } from '../../e2e/harness/startExample.ts'
import type { Measurement } from '../measurement.ts'
import { traceMainThread } from '../page/mainThread.ts'
import { openPage } from '../page/openPage.ts'
import type { OpenPage } from '../page/openPage.ts'
import { noteFrames, takeFrameGaps } from '../page/watchFrames.ts'

const ROWS = 100_000
const MOST_MS = 180_000
/** Milliseconds of a picture, at 60 a second. */
const FRAME_MS = 1000 / 60

/** How evenly the page draws while the lab predicts 100,000 rows for it. */
export async function measurePredictPage(): Promise<Measurement[]> {
  await buildApp()
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  const open = await openPage({ prepare: noteFrames })
  try {
    await showFile(open, await writeRows(folder))
    await takeFrameGaps(open.page)
    const began = performance.now()
    const main = await traceMainThread(open.devtools, () => predictAll(open.page))
    const seconds = (performance.now() - began) / 1000
    const frames = await takeFrameGaps(open.page)
    const whole = frames.reduce((sum, ms) => sum + ms, 0)
    // The clock of pictures jitters by a tenth of a millisecond: a picture is missed where half of one more has passed.
    const missed = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / FRAME_MS) - 1), 0)
    return [
      {
        name: `the page while ${ROWS.toLocaleString('en')} rows are predicted`,
        seconds,
        digits: 1,
        notes: {
          frames: frames.length,
          'frames a second': (1000 * frames.length) / whole,
          'frames missed': missed,
          'ms, longest frame': frames.reduce((most, ms) => Math.max(most, ms), 0),
          'ms by the clock, longest task': main.longest,
          'ms of the processor, longest task': main.longestProcessor,
          'percent of one processor': main.processor / seconds / 10,
          'load of the machine': loadavg()[0] ?? NaN,
        },
      },
    ]
  } finally {
    await open.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Trains a small model of Pima and opens the file with it. */
async function showFile({ page, lab }: OpenPage, file: string): Promise<void> {
  const example = (await lab.experiments.examples()).find((one) => one.file.ref === 'example:pima-missing')
  const { text, dataset } = await lab.experiments.open({ file: example?.file.ref ?? '' })
  const short = `${text.replace(/epochs: \d+/, 'epochs: 5')}\nreferences: none\n`
  const { runId } = await lab.runs.start({ text: short, datasetId: dataset?.id ?? '' })
  await toEndFinished(lab, runId)
  await page.evaluate((id) => (location.hash = `#/run/${id}`), runId)
  await page.getByRole('button', { name: 'Predict new rows' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose CSV…' }).first().click()
  await (await chooser).setFiles(file)
  await page.getByText('8 of 8 inputs found').waitFor({ timeout: MOST_MS })
  await page.getByRole('region', { name: 'Predictions' }).getByRole('row').nth(50).waitFor({ timeout: MOST_MS })
}

async function predictAll(page: Page): Promise<void> {
  const predictions = page.getByRole('region', { name: 'Predictions' })
  await predictions.getByRole('button', { name: /^Predict/ }).click()
  await predictions.getByText('100,000 of 100,000 rows predicted').waitFor({ timeout: MOST_MS })
}

/** The rows of Pima again and again. */
async function writeRows(folder: string): Promise<string> {
  const text = await readFile(join(checkout, 'resources/samples/pima-diabetes.csv'), 'utf8')
  const [head, ...lines] = text.trim().split('\n')
  const file = join(folder, 'clinic.csv')
  await writeFile(
    file,
    `${[head, ...Array.from({ length: ROWS }, (_, row) => lines[row % lines.length])].join('\n')}\n`,
  )
  return file
}
