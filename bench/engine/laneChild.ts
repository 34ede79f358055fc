/** Trains one case as the trainer does, in a process of its own; prints its figures as JSON. */
import { openForTraining } from '../../src/trainer/backend/openBackend.ts'
import { runTestJob } from '../../src/trainer/testing/testJob.ts'
import { CASES } from './cases.ts'

const [name, epochs] = process.argv.slice(2)
const { table, job } = CASES[name](epochs === undefined ? undefined : Number(epochs))
const backend = await openForTraining({ ...job, backend: (process.env['HOLDOUT_BENCH_BACKEND'] ?? 'auto') as 'auto' })
const dataBytes = process.memoryUsage.rss()
const start = performance.now()
const cpuBefore = process.cpuUsage()
let firstEpoch = 0
/** Epochs that the first event reports, and all that come after it until the last. */
let epochsBefore = 0
let epochsAfter = 0
let lastEpoch = 0
const outcome = await runTestJob(job, table, backend, (event) => {
  if (event.kind !== 'epochs') return
  const reported = Object.values(event.values)[0][0].length
  lastEpoch = performance.now()
  if (firstEpoch === 0) [firstEpoch, epochsBefore] = [lastEpoch, reported]
  else epochsAfter += reported
})
const seconds = (performance.now() - start) / 1000
const steps = Math.max(...outcome.finished.map((fit) => fit.steps))
const trainRows = outcome.finished.reduce((sum, fit) => sum + fit.preparation.trainRows * fit.epochs, 0)
const { loss } = outcome.finished[0].history
process.stdout.write(
  JSON.stringify({
    name,
    seconds,
    cpuSeconds: (({ user, system }) => (user + system) / 1e6)(process.cpuUsage(cpuBefore)),
    firstEpochSeconds: (firstEpoch - start) / 1000,
    fits: outcome.finished.length,
    steps,
    rowsPerSecond: trainRows / seconds,
    // Once it runs: of one fit, whose events follow one another.
    ...(epochsAfter > 0 &&
      outcome.finished.length === 1 && {
        runningRowsPerSecond:
          ((trainRows / (epochsBefore + epochsAfter)) * epochsAfter * 1000) / (lastEpoch - firstEpoch),
      }),
    atRestMb: dataBytes / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1e3,
    loss,
  }),
)
