/** `node importChild.ts CSV FOLDER`: inspects and imports a file, and prints what that took as JSON. */
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { importDataset } from '../../src/lab/datasets/store/importDataset.ts'
import { inspectCsv } from '../../src/lab/datasets/read/inspectCsv.ts'
import { loadTable } from '../../src/lab/datasets/store/loadTable.ts'

/** What the child prints; seconds, megabytes, milliseconds. */
export interface ImportFigures {
  readonly inspect: number
  readonly import: number
  /** User and system time of all threads. */
  readonly processor: number
  readonly again: number
  readonly load: number
  readonly peakMegabytes: number
  /** Longest time between two turns of the event loop; p99 as well. */
  readonly heldUpMs: number
  readonly heldUpP99Ms: number
}

const [file, folder] = process.argv.slice(2)
const request = { file, folder: join(folder, 'store') }
const inspect = await seconds(async () => inspectCsv(file))
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const before = process.cpuUsage()
const imported = await seconds(async () => importDataset(request))
const used = process.cpuUsage(before)
delay.disable()
const peakMegabytes = process.resourceUsage().maxRSS / 1000
const again = await seconds(async () => importDataset(request))
const load = await seconds(async () => loadTable(again.result, { target: 'label' }))
const figures: ImportFigures = {
  inspect: inspect.seconds,
  import: imported.seconds,
  processor: (used.user + used.system) / 1e6,
  again: again.seconds,
  load: load.seconds,
  peakMegabytes,
  heldUpMs: delay.max / 1e6,
  heldUpP99Ms: delay.percentile(99) / 1e6,
}
process.stdout.write(JSON.stringify(figures))

async function seconds<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const start = performance.now()
  const result = await work()
  return { seconds: (performance.now() - start) / 1000, result }
}
