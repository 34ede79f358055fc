import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RunFollower } from './followRun.ts'
import { openPlace } from './placeFiles.ts'
import type { OpenPlace } from './placeFiles.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-follow-'))
  await mkdir(join(folder, 'shards', '0'), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A place of this machine, and what ends all connections to it, as a laptop that falls asleep does. */
async function breakable(): Promise<{ readonly open: OpenPlace; readonly breakAll: () => void }> {
  const open = await openPlace({ name: 'here', engine: 'slurm', folder })
  const children: { kill: () => unknown }[] = []
  const shell = {
    ...open.shell,
    open: (command: readonly string[]) => {
      const child = open.shell.open(command)
      children.push(child)
      return child
    },
  }
  return { open: { ...open, shell }, breakAll: () => children.splice(0).forEach((child) => child.kill()) }
}

describe('RunFollower', () => {
  it('hears each byte once over a connection that was lost, and says that it was', { timeout: 60_000 }, async () => {
    const { open, breakAll } = await breakable()
    const file = join(folder, 'shards', '0', 'events.1.bin')
    await appendFile(file, 'before ')
    let heard = ''
    const lost: string[] = []
    const whole = Promise.withResolvers<undefined>()
    const follower = new RunFollower(open, folder, 20, {
      onBytes: ({ bytes }) => {
        heard += Buffer.from(bytes).toString()
        if (heard === 'before ') breakAll()
        if (heard.length >= 'before and after'.length) whole.resolve(undefined)
      },
      onRound: () => undefined,
      onLost: (reason) => {
        lost.push(reason)
        void appendFile(file, 'and after')
      },
    })
    await whole.promise
    follower.close()
    expect([heard, lost.length]).toEqual(['before and after', 1])
  })
})
