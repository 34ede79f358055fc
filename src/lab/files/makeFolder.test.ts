import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReadableStream } from 'node:stream/web'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importDataset } from '../datasets/store/importDataset.ts'
import { Inbox } from './inbox.ts'
import { replaceFile } from './jsonFile.ts'
import { makeFolder } from './makeFolder.ts'

const isLinux = process.platform === 'linux'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-folder-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('makeFolder', () => {
  it('makes what is missing and tells the topmost', async () => {
    expect(await makeFolder(join(folder, 'a', 'b', 'c'))).toBe(join(folder, 'a'))
    expect((await stat(join(folder, 'a', 'b', 'c'))).isDirectory()).toBe(true)
    expect(await makeFolder(join(folder, 'a', 'b'))).toBeUndefined()
  })

  it('makes a folder once, however many ask at the same time', async () => {
    const asked = Array.from({ length: 8 }, () => makeFolder(join(folder, 'a', 'b')))
    await expect(Promise.all(asked)).resolves.toHaveLength(8)
  })

  it('takes a link to a folder for one', async () => {
    await symlink(folder, join(folder, 'link'))
    expect(await makeFolder(join(folder, 'link', 'a'))).toBe(join(folder, 'link', 'a'))
  })

  it('rejects where a file is in the way', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(makeFolder(join(folder, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it.runIf(isLinux)('rejects at once where the system makes no folders', async () => {
    await expect(makeFolder('/proc/holdout/a')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe.runIf(isLinux)('a bad folder', () => {
  it('is named by an import', async () => {
    await writeFile(join(folder, 'a.csv'), 'x,y\n1,2\n')
    const importing = importDataset({ file: join(folder, 'a.csv'), folder: '/proc/holdout/datasets' })
    await expect(importing).rejects.toMatchObject({ code: 'workspace/not-a-folder', path: '/proc/holdout/datasets' })
    const inFile = importDataset({ file: join(folder, 'a.csv'), folder: join(folder, 'a.csv') })
    await expect(inFile).rejects.toMatchObject({ code: 'workspace/not-a-folder' })
  })

  it('is named by an upload', async () => {
    const body = new Blob(['x']).stream() as ReadableStream<Uint8Array>
    const receiving = new Inbox('/proc/holdout/inbox').receive('a.csv', body)
    await expect(receiving).rejects.toMatchObject({ code: 'workspace/not-a-folder' })
  })

  it('is named where a file is saved', async () => {
    await expect(replaceFile('/proc/holdout/a.json', '{}')).rejects.toMatchObject({ code: 'file/not-found' })
    await expect(replaceFile('/sys/a.json', '{}')).rejects.toMatchObject({ code: 'file/no-permission' })
  })
})
