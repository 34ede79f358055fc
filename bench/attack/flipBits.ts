import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readEverything } from './readEverything.ts'
import { spread } from './spread.ts'
import { Tally } from './tally.ts'
import type { Victim } from './victim.ts'

/** One bit of a stored file is another: what can then be read is what it was, or the damage is named. */
export async function flipBits({ workspace }: Victim, folder: string, times: number): Promise<Tally> {
  const tally = new Tally(`${String(times)} bit flips over all stored files`)
  const copy = join(folder, 'flipped')
  // Of a copy, as what is compared with it: answers name where files lie.
  await cp(workspace, copy, { recursive: true })
  const whole = await readEverything(copy)
  await rm(copy, { recursive: true, force: true })
  const files = await filesOf(workspace)
  for (let time = 0; time < times; time += 1) {
    const name = files[time % files.length]
    await cp(workspace, copy, { recursive: true })
    const place = await flip(join(copy, name), spread(time, 1))
    const found = await tally.attempt(`${name} at ${place}`, () => readEverything(copy))
    // A damaged backup is said to be damaged.
    const isNamed = found !== whole && name.startsWith('backups')
    if (found !== undefined)
      tally.add(found === whole ? 'fine' : isNamed ? 'named' : 'different', `${name} at ${place}`)
    await rm(copy, { recursive: true, force: true })
  }
  return tally
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const found = await Promise.all(names.map(async (name) => ({ name, at: await stat(join(folder, name)) })))
  return found.flatMap(({ name, at }) => (at.isFile() && at.size > 0 && !name.startsWith('pen') ? [name] : [])).sort()
}

async function flip(path: string, share: number): Promise<string> {
  const bytes = await readFile(path)
  const bit = Math.floor(share * bytes.length * 8)
  bytes[bit >> 3] ^= 1 << (bit & 7)
  await writeFile(path, bytes)
  return `bit ${String(bit)}`
}
