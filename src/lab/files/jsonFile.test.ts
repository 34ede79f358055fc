import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { JsonFile } from './jsonFile.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-json-'))
  path = join(folder, 'draft.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => new JsonFile(path, (data) => data)

describe('a small file', () => {
  it('gives back what was saved, and what was saved before there were checksums', async () => {
    await file().save({ text: 'epochs: 300' })
    expect(await file().load()).toEqual({ text: 'epochs: 300' })
    await writeFile(path, '{"text":"epochs: 30"}')
    expect(await file().load()).toEqual({ text: 'epochs: 30' })
  })

  it('that is damaged anywhere is never another one: it is named, and kept beside the next', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue(undefined)
    await file().save({ text: 'epochs: 300' })
    const whole = await readFile(path)
    for (let bit = 0; bit < 8 * whole.length; bit += 1) {
      const changed = whole.with(bit >> 3, whole[bit >> 3] ^ (1 << (bit & 7)))
      await writeFile(path, changed)
      const loaded = await file().load()
      if (loaded !== undefined) {
        expect(loaded, `bit ${String(bit)}`).toEqual({ text: 'epochs: 300' })
        continue
      }
      expect(told).toHaveBeenLastCalledWith(expect.stringContaining('is damaged'))
      expect(await readFile(`${path}.damaged`)).toEqual(Buffer.from(changed))
    }
    await file().save('new')
    expect((await readdir(folder)).sort()).toEqual(['draft.json', 'draft.json.damaged'])
  })

  it('that is damaged stays where it is for a process that may not write', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue(undefined)
    await writeFile(path, '{"crc32":')
    const reader = new JsonFile(
      path,
      (data) => data,
      () => false,
    )
    expect(await reader.load()).toBeUndefined()
    expect(told).toHaveBeenLastCalledWith(`${path} is damaged and not used.`)
    expect(await readdir(folder)).toEqual(['draft.json'])
  })
})
