import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { damagedInstall } from './installedFiles.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-installed-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('names installed files that are not what they were, of the same size or gone', async () => {
  const sum = (text: string): string => createHash('sha256').update(text).digest('hex')
  const file = async (name: string, now: string) => {
    const path = join(folder, name)
    await writeFile(path, now)
    return { path, size: 7, sha256: sum('library') }
  }
  const [whole, flipped] = [await file('whole', 'library'), await file('flipped', 'libraby')]
  const gone = { ...whole, path: join(folder, 'gone') }
  const old = { path: join(folder, 'old'), size: 7 }
  expect(await damagedInstall([whole, flipped, gone, old])).toEqual([flipped.path, gone.path])
})
