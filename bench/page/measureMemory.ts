import type { Measurement } from '../measurement.ts'
import { goTo, openPage } from './openPage.ts'
import type { OpenPage } from './openPage.ts'
import { startSweep } from './sweepOf200Fits.ts'

/** What is promised is ten; `HOLDOUT_BENCH_MINUTES` says how long is measured. */
const MINUTES = Number(process.env.HOLDOUT_BENCH_MINUTES ?? 2)

/** The page's memory while sweep after sweep trains in front of it, each time after everything unused was collected. */
export async function measureMemory(): Promise<Measurement> {
  const open = await openPage()
  try {
    let messages = 0
    await open.devtools.send('Network.enable')
    open.devtools.on('Network.webSocketFrameReceived', () => (messages += 1))
    await open.devtools.send('Performance.enable')
    await goTo(open.page, 'Run')
    const began = performance.now()
    const sizes: Size[] = []
    // Two at least: the first fills caches.
    while (sizes.length < 3 || performance.now() - began < MINUTES * 60_000) {
      await watchSweep(open)
      sizes.push(await sizeOf(open))
    }
    const seconds = (performance.now() - began) / 1000
    return {
      name: `the page's memory over ${String(sizes.length)} sweeps of 200 fits`,
      seconds,
      digits: 1,
      notes: {
        messages,
        'MB after the first sweep': sizes[0].megabytes,
        'MB after the second': sizes[1].megabytes,
        'MB in the middle': sizes[Math.floor(sizes.length / 2)].megabytes,
        'MB at the end': sizes.at(-1)?.megabytes ?? NaN,
        'MB at most': Math.max(...sizes.map(({ megabytes }) => megabytes)),
        'elements after the second sweep': sizes[1].elements,
        'elements at the end': sizes.at(-1)?.elements ?? NaN,
      },
    }
  } finally {
    await open.close()
  }
}

async function watchSweep({ page, lab }: OpenPage): Promise<void> {
  const runId = await startSweep(lab)
  for await (const update of await lab.runs.events({ runId })) if (update.kind === 'end') break
  await page.getByText('200 of 200 fits').waitFor()
}

interface Size {
  readonly megabytes: number
  readonly elements: number
}

async function sizeOf({ devtools }: OpenPage): Promise<Size> {
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  return { megabytes: usedSize / 1e6, elements: metrics.find(({ name }) => name === 'Nodes')?.value ?? NaN }
}
