import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openOutputFolder, type FileContents } from './outputFolder.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-out-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function* brokenParts(): Generator<string> {
  yield 'a,b\n'
  throw new Error('a part is missing')
}

describe('openOutputFolder', () => {
  it('creates what is missing and writes all files', async () => {
    const out = await openOutputFolder(join(folder, 'a', 'b'))
    await out.write(new Map([['x.txt', 'one'], ['y.txt', 'two']])) // oxfmt-ignore
    expect(await readFile(join(folder, 'a', 'b', 'x.txt'), 'utf8')).toBe('one')
    expect(await readdir(out.path)).toEqual(['x.txt', 'y.txt'])
  })

  it('replaces the files of an earlier run', async () => {
    await writeFile(join(folder, 'x.txt'), 'old')
    const out = await openOutputFolder(folder)
    await out.write(new Map([['x.txt', 'new']]))
    expect(await readFile(join(folder, 'x.txt'), 'utf8')).toBe('new')
  })

  it('leaves no half-written file when one of them cannot be written', async () => {
    const out = await openOutputFolder(folder)
    // A name that no file system takes stands in for a disk that fails half-way.
    const files = new Map([['good.txt', 'one'], ['x'.repeat(300), 'two']]) // oxfmt-ignore
    await expect(out.write(files)).rejects.toThrow()
    expect(await readdir(folder)).toEqual([])
  })

  it('writes the parts of a text one after the other, and nothing where one cannot be made', async () => {
    const out = await openOutputFolder(folder)
    await out.write(new Map([['x.csv', ['a,', 'ä\n', '1,2\n']]]))
    expect(await readFile(join(folder, 'x.csv'), 'utf8')).toBe('a,ä\n1,2\n')
    await rm(join(folder, 'x.csv'))
    const broken = new Map<string, FileContents>([['good.txt', 'one'], ['x.csv', brokenParts()]]) // oxfmt-ignore
    await expect(out.write(broken)).rejects.toThrow('a part is missing')
    expect(await readdir(folder)).toEqual([])
  })

  it('takes back what it created, and nothing else', async () => {
    const out = await openOutputFolder(join(folder, 'a', 'b'))
    await out.discard()
    expect(await readdir(folder)).toEqual([])
    await mkdir(join(folder, 'kept'))
    await (await openOutputFolder(join(folder, 'kept'))).discard()
    expect(await readdir(folder)).toEqual(['kept'])
  })

  it('refuses a file, and a path through one', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(openOutputFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'usage/out-folder' })
    await expect(openOutputFolder(join(folder, 'file', 'deeper'))).rejects.toMatchObject({ code: 'usage/out-folder' })
  })

  it.runIf(process.platform === 'linux')('refuses a place that takes no folders, without hanging', async () => {
    await expect(openOutputFolder('/proc/holdout')).rejects.toMatchObject({ code: 'usage/out-folder' })
  })
})
