/**
 * How long inspecting and importing a large CSV takes, in how much memory, and how long the event loop is held up.
 *
 *   node bench/import.ts [--megabytes 200] [--columns 14] [--rows N]
 *
 * The file is made up here, the same every time. Prints one JSON document.
 */
import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { importDataset } from '../src/lab/datasets/importDataset.ts'
import { inspectCsv } from '../src/lab/datasets/inspectCsv.ts'
import { loadTable } from '../src/lab/datasets/loadTable.ts'

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string' },
    columns: { type: 'string' },
    rows: { type: 'string' },
    make: { type: 'string' },
  },
})
const columns = Number(values.columns ?? 14)
const bytesPerRow = 11 * (columns - 3) + 14
const rows = Number(values.rows ?? Math.round((Number(values.megabytes ?? 200) * 1e6) / bytesPerRow))

if (values.make !== undefined) {
  await writeMadeUpCsv(values.make)
  process.exit()
}

const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
try {
  const file = join(folder, 'made-up.csv')
  // In a process of its own, so that its memory does not count.
  execFileSync(process.execPath, [
    import.meta.filename,
    '--make',
    file,
    '--columns',
    String(columns),
    '--rows',
    String(rows),
  ])
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const inspected = await timed(async () => inspectCsv(file))
  delay.enable()
  const imported = await timed(async () => importDataset({ file, folder: join(folder, 'store') }))
  delay.disable()
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1000)
  const again = await timed(async () => importDataset({ file, folder: join(folder, 'store') }))
  const loaded = await timed(async () => loadTable(imported.result, { target: 'label' }))
  const report = {
    megabytes: Math.round((await stat(file)).size / 1e6),
    rows: imported.result.inspection.rows,
    columns: imported.result.inspection.columns.length,
    inspectSeconds: inspected.seconds,
    importSeconds: imported.seconds,
    importAgainSeconds: again.seconds,
    loadTableSeconds: loaded.seconds,
    peakMegabytes,
    eventLoopHeldUpMs: { max: round(delay.max / 1e6), p99: round(delay.percentile(99) / 1e6) },
  }
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const start = performance.now()
  const result = await work()
  return { seconds: round((performance.now() - start) / 1000), result }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** An id, numbers from -1000 to 1000 with six digits, a group and a label. */
async function writeMadeUpCsv(path: string): Promise<void> {
  const out = createWriteStream(path)
  const random = linearCongruential(12345)
  const numbers = columns - 3
  out.write(`id,${Array.from({ length: numbers }, (_, index) => `x${String(index)}`).join(',')},group,label\n`)
  for (let row = 0; row < rows; row++) {
    let line = String(row)
    for (let column = 0; column < numbers; column++) line += `,${(random() * 2000 - 1000).toFixed(6)}`
    line += `,g${String(row % 37)},${random() < 0.5 ? 'a' : 'b'}\n`
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

function linearCongruential(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
