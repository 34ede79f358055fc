import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { command } from './command.ts'
import { readEverything } from './readEverything.ts'
import { Tally } from './tally.ts'
import type { Victim } from './victim.ts'

/** Many programs write at once: each succeeds or is refused by name, and the database stays sound. */
export async function manyWriters({ workspace }: Victim, folder: string, writers: number): Promise<Tally> {
  const tally = new Tally(`${String(writers)} writers at once`)
  const copy = join(folder, 'written')
  await cp(workspace, copy, { recursive: true })
  const all = Array.from({ length: writers }, (_, i) =>
    command(['runs', 'note', 'latest', '--tag', `t${String(i)}`, '--workspace', copy, '--json']),
  )
  for (const ended of await Promise.all(all)) {
    const isRefused = ended.code !== 0 && /"workspace\/(busy|unreadable)"/.test(ended.stdout + ended.stderr)
    tally.add(
      ended.isHung ? 'hang' : ended.code === 0 ? 'fine' : isRefused ? 'named' : 'bug',
      ended.stdout + ended.stderr,
    )
  }
  await tally.attempt('after all writers', () => readEverything(copy))
  await rm(copy, { recursive: true, force: true })
  return tally
}
