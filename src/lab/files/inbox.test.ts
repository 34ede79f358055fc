import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, sep } from 'node:path'
import type { ReadableStream } from 'node:stream/web'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Inbox, sweepInbox } from './inbox.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-inbox-'))
})
afterAll(() => rm(folder, { recursive: true }))

const ownOf = (name: string) => join(folder, name, `of-${String(process.pid)}`)
const bodyOf = (text: string) => new Response(text).body as ReadableStream<Uint8Array>

test.each([
  ['my data.csv', 'my data.csv'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\x.csv', 'x.csv'],
  ['..', 'file'],
  ['', 'file'],
  ['.hidden', 'hidden'],
  ['a\u0000b\n.csv', 'a_b_.csv'],
  ['数据.csv', '数据.csv'],
  [`${'x'.repeat(500)}.csv`, `${'x'.repeat(116)}.csv`],
])('%j is kept as %j, inside the inbox', async (name, kept) => {
  const path = await new Inbox(folder).receive(name, bodyOf('a\n1\n'))
  expect(basename(path)).toBe(kept)
  expect(path.startsWith(`${folder}${sep}`)).toBe(true)
  expect(await readFile(path, 'utf8')).toBe('a\n1\n')
})

test('what is too large is refused and leaves nothing', async () => {
  const inbox = new Inbox(join(folder, 'small'), { bytes: 10 })
  await expect(inbox.receive('x.csv', bodyOf('x'.repeat(11)))).rejects.toMatchObject({ code: 'file/too-large' })
  expect(await readdir(ownOf('small'))).toEqual([])
})

test('what breaks off leaves nothing', async () => {
  const broken = new ReadableStreamThatBreaks()
  await expect(new Inbox(join(folder, 'broken')).receive('x.csv', broken.stream)).rejects.toThrow('gone')
  expect(await readdir(ownOf('broken'))).toEqual([])
})

test('the oldest files make way for what arrives, by number and by size', async () => {
  const few = new Inbox(join(folder, 'few'), { files: 2 })
  for (const name of ['a', 'b', 'c']) await few.receive(name, bodyOf('x'))
  expect(await readdir(ownOf('few'))).toHaveLength(2)
  const small = new Inbox(join(folder, 'sum'), { bytesTogether: 10 })
  const first = await small.receive('a', bodyOf('12345678'))
  const second = await small.receive('b', bodyOf('12345678'))
  await expect(readFile(first)).rejects.toThrow('ENOENT')
  expect(await readFile(second, 'utf8')).toBe('12345678')
  await expect(small.receive('c', bodyOf('12345678901'))).rejects.toMatchObject({ code: 'file/too-large' })
})

test('so many files arrive at once and no more; what arrives is for one person alone', async () => {
  const inbox = new Inbox(join(folder, 'busy'), { arriving: 1 })
  const endless = inbox.receive('a', new globalThis.ReadableStream<Uint8Array>())
  endless.catch(() => undefined)
  await expect(inbox.receive('b', bodyOf('x'))).rejects.toMatchObject({ code: 'file/too-many-uploads' })
  const path = await new Inbox(join(folder, 'mine')).receive('x', bodyOf('x'))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(ownOf('mine'))).mode & 0o777).toBe(0o700)
})

test('what was sent to a program that is gone is swept', async () => {
  const left = join(folder, 'left')
  await mkdir(join(left, 'of-999999999', 'x'), { recursive: true })
  await mkdir(join(left, `of-${String(process.ppid)}`), { recursive: true })
  await mkdir(join(left, '0b6c8f3e-old'), { recursive: true })
  await sweepInbox(left)
  expect(await readdir(left)).toEqual([`of-${String(process.ppid)}`])
})

class ReadableStreamThatBreaks {
  readonly stream = new globalThis.ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Uint8Array.of(1)),
    pull: (controller) => controller.error(new Error('gone')),
  })
}
