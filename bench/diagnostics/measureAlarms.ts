import { CHECKS, runChecks } from '../../src/core/diagnostics/checks/checkTable.ts'
import { cleanInput } from '../../src/core/diagnostics/testing/cleanInput.ts'
import type { Measurement } from '../measurement.ts'

const RUNS = 200

/** How often each check speaks over made-up runs in which nothing is wrong, as a share of the runs. */
export function measureAlarms(): Promise<readonly Measurement[]> {
  const alarms = new Map(CHECKS.map(({ code }) => [code, 0]))
  const began = performance.now()
  for (let seed = 1; seed <= RUNS; seed += 1)
    for (const { code } of runChecks(cleanInput({ seed }))) alarms.set(code, (alarms.get(code) ?? 0) + 1)
  const notes = Object.fromEntries([...alarms].map(([code, count]) => [code, count / RUNS]))
  const seconds = (performance.now() - began) / 1000
  return Promise.resolve([
    { name: `false alarms of checks, share of ${String(RUNS)} clean runs`, seconds, notes, digits: 3 },
  ])
}
