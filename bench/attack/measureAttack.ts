/**
 * Attacks Holdout as `docs/reliability.md` describes: kills, bit flips, writers, full disks, files from strangers. All of it in folders
 * of its own on this machine. Where anything was lost, differs without a word, hangs or ends as a bug, the exit code is 1.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from '../measurement.ts'
import { flipBits } from './flipBits.ts'
import { fullDisk } from './fullDisk.ts'
import { killCommands } from './killCommands.ts'
import { manyWriters } from './manyWriters.ts'
import { mutateFiles } from './mutateFiles.ts'
import type { Tally } from './tally.ts'
import { makeVictim } from './victim.ts'
import type { Victim } from './victim.ts'

/** How often each kind is tried; `--quick` shows in two minutes whether the attack itself works. */
const FULL = { kills: 100, flips: 200, writers: 20, writes: 60, mutants: 1000 }
const QUICK = { kills: 6, flips: 20, writers: 4, writes: 6, mutants: 40 }

const ATTACKS = {
  mutants: (victim, folder, size) => mutateFiles(victim, folder, size.mutants),
  flips: (victim, folder, size) => flipBits(victim, folder, size.flips),
  writers: (victim, folder, size) => manyWriters(victim, folder, size.writers),
  disks: (victim, folder, size) => fullDisk(victim, folder, size.writes),
  kills: (victim, folder, size) => killCommands(victim, folder, size.kills),
} satisfies Record<string, (victim: Victim, folder: string, size: typeof FULL) => Promise<Tally>>

/** One of several kinds of attack. */
export type Attack = keyof typeof ATTACKS

/** Names of {@link Attack}, in order. */
export const ATTACK_NAMES = Object.keys(ATTACKS) as readonly Attack[]

/** @param options `attacks`: those to make; all unless given */
export async function measureAttack({ isQuick = false, attacks = ATTACK_NAMES } = {}): Promise<Measurement[]> {
  const size = isQuick ? QUICK : FULL
  const folder = await mkdtemp(join(tmpdir(), 'holdout-attack-'))
  try {
    const victim = await makeVictim(join(folder, 'victim'))
    const found: Measurement[] = []
    for (const attack of attacks) {
      const { measurement } = await ATTACKS[attack](victim, folder, size)
      process.stderr.write(`${measurement.name}: ${JSON.stringify(measurement.notes)}\n`)
      found.push(measurement)
    }
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
