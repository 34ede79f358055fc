import { availableParallelism, loadavg } from 'node:os'

/** Nothing may take longer than this, in ms; where the machine is busy, than so many undisturbed runs. */
const LONGEST_MS = 20_000
const RUNS = 10

let longestMs = LONGEST_MS

/** What takes longer counts as hanging, in ms. */
export function patienceMs(): number {
  return longestMs
}

/** Tells how long an undisturbed run takes here. */
export function learnPatience(runMs: number): void {
  longestMs = Math.max(LONGEST_MS, RUNS * runMs)
}

/** Load of each core beyond which nothing can be said of how long a program takes: it mostly waits for others. */
const BUSY = 2

/** Whether other programs leave this machine no time. */
export function isStarved(): boolean {
  return loadavg()[0] > BUSY * availableParallelism()
}
