import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { traceMainThread } from '../page/mainThread.ts'
import { openPage } from '../page/openPage.ts'
import type { OpenPage } from '../page/openPage.ts'
import type { Measurement } from '../measurement.ts'
import { storeLargeRun } from './largeRun.ts'

const RUN = { id: 'large', rows: 200_000, folds: 5 }
const MOVES = 40

/** How soon Diagnose opens on a large run, and how soon a moved threshold is drawn. */
export async function measureDiagnose(): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  await storeLargeRun(folder, RUN)
  const open = await openPage({ workspace: folder })
  try {
    const size = `${String(RUN.rows)} rows × ${String(RUN.folds)} folds`
    const first = await opening(open, `diagnose, ${size}: first opening`, 0)
    await untilWhole(open)
    const again = await opening(open, 'the same, another candidate', 1)
    await untilWhole(open)
    const moves = []
    for (const view of ['Errors', 'Curves']) moves.push(await moving(open, view))
    return [first, again, ...moves]
  } finally {
    await open.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** From the change of the address to the first picture with all linked parts. */
async function opening(
  { page, devtools, labProcessor }: OpenPage,
  name: string,
  candidate: number,
): Promise<Measurement> {
  let ms = 0
  const before = labProcessor()
  const main = await traceMainThread(devtools, async () => {
    ms = await page.evaluate(untilDrawn, `#/diagnose/${RUN.id}%2F${String(candidate)}`)
  })
  return {
    name,
    seconds: ms / 1000,
    notes: {
      'ms of the processor, page': main.processor,
      'ms of the processor, page, longest task': main.longestProcessor,
      ...(before !== undefined && {
        'ms of the processor, lab (target of all: 1000)': (labProcessor() ?? NaN) - before,
      }),
    },
    digits: 0,
  }
}

/** Waits for what is computed after the first picture, so that it counts for nothing else. */
function untilWhole({ page }: OpenPage): Promise<void> {
  return page.getByRole('radio', { name: /^Checks \(/ }).waitFor()
}

async function moving({ page, devtools }: OpenPage, view: string): Promise<Measurement> {
  await page.getByRole('radio', { name: view }).click()
  await page.locator('.figures canvas').first().waitFor()
  let times: number[] = []
  const main = await traceMainThread(devtools, async () => {
    times = await page.evaluate(moveThreshold, MOVES)
  })
  const sorted = times.toSorted((a, b) => a - b)
  return {
    name: `a move of the threshold, ${view}`,
    seconds: (sorted[Math.floor(sorted.length / 2)] ?? 0) / 1000,
    digits: 1,
    notes: {
      'ms from move to picture, median (target: 50)': sorted[Math.floor(sorted.length / 2)] ?? 0,
      'ms from move to picture, 90 %': sorted[Math.floor(sorted.length * 0.9)] ?? 0,
      'ms of the processor a move, mean': main.processor / MOVES,
      'ms of the processor, longest task': main.longestProcessor,
    },
  }
}

/** Runs in the page. */
async function untilDrawn(hash: string): Promise<number> {
  const picture = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const began = performance.now()
  const before = document.querySelector('.cell b')
  location.hash = hash
  for (;;) {
    await picture()
    const cell = document.querySelector('.cell b')
    if (
      cell &&
      cell !== before &&
      document.querySelector('.figures canvas') &&
      document.querySelector('.diagnose-rows tbody')
    )
      break
  }
  await picture()
  return performance.now() - began
}

/** Runs in the page: moves the slider and waits for the picture after. */
async function moveThreshold(moves: number): Promise<number[]> {
  const slider = document.querySelector<HTMLInputElement>('#threshold-slider')
  if (!slider) throw new Error('There is no slider.')
  const times: number[] = []
  for (let move = 0; move < moves; move += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const began = performance.now()
    slider.value = String(0.2 + (0.6 * move) / moves)
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        port2.postMessage(0)
      }),
    )
    times.push(performance.now() - began)
  }
  return times
}
