/** `node commandChild.ts ARGS…`: the command line in this process; prints what it took, as JSON, to the third stream. */
import { writeSync } from 'node:fs'

/** What the child prints. */
export interface CommandFigures {
  /** User and system time of all threads. */
  readonly processorSeconds: number
  readonly peakMegabytes: number
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const figures: CommandFigures = {
    processorSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: maxRSS / 1000,
  }
  writeSync(3, JSON.stringify(figures))
})
await import('../../src/cli/main.ts')
