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
import { makeVictim } from './victim.ts'

/** How often each kind is tried; `--quick` shows in two minutes whether the attack itself works. */
const FULL = { kills: 100, flips: 200, writers: 20, writes: 60, mutants: 1000 }
const QUICK = { kills: 6, flips: 20, writers: 4, writes: 6, mutants: 40 }

export async function measureAttack({ isQuick = false } = {}): Promise<Measurement[]> {
  const size = isQuick ? QUICK : FULL
  const folder = await mkdtemp(join(tmpdir(), 'holdout-attack-'))
  try {
    const victim = await makeVictim(join(folder, 'victim'))
    const tallies = [
      () => mutateFiles(victim, folder, size.mutants),
      () => flipBits(victim, folder, size.flips),
      () => manyWriters(victim, folder, size.writers),
      () => fullDisk(victim, folder, size.writes),
      () => killCommands(victim, folder, size.kills),
    ]
    const found: Measurement[] = []
    for (const attack of tallies) found.push((await attack()).measurement)
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
