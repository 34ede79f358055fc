/** The page as a person meets it: its weight, its start, and how smooth it stays under load. */
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../e2e/harness/buildApp.ts'
import { checkout } from '../../e2e/harness/checkout.ts'
import { weighPage } from '../../scripts/pageWeight.mjs'
import type { Measurement } from '../measurement.ts'
import { measureMemory } from './measureMemory.ts'
import { measureScrolling } from './measureScrolling.ts'
import { measureStart } from './measureStart.ts'
import { measureSweep } from './measureSweep.ts'

/** Everything about the built page in a real Chromium, on the real lab and the real trainer. */
export async function measurePage(): Promise<Measurement[]> {
  await buildApp()
  const measurements = [weight(), loaded(await measureStart())]
  measurements.push(loaded(await measureSweep()))
  measurements.push(loaded(await measureMemory()))
  for (const measurement of await measureScrolling()) measurements.push(loaded(measurement))
  return measurements
}

function weight(): Measurement {
  const { total, first } = weighPage(join(checkout, 'out', 'renderer'))
  return {
    name: 'weight of the built page, compressed',
    seconds: 0,
    digits: 1,
    notes: { 'kB in all (target: 400)': total / 1000, 'kB before first content': first / 1000 },
  }
}

/** Numbers by the clock mean little on a machine that has other things to do: says how busy it was. */
function loaded(measured: Measurement): Measurement {
  return { ...measured, notes: { ...measured.notes, 'load of the machine': loadavg()[0] ?? NaN } }
}
