import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, sep } from 'node:path'
import type { ReadableStream } from 'node:stream/web'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Inbox } from './inbox.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-inbox-'))
})
afterAll(() => rm(folder, { recursive: true }))

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
  const inbox = new Inbox(join(folder, 'small'), 10)
  await expect(inbox.receive('x.csv', bodyOf('x'.repeat(11)))).rejects.toMatchObject({ code: 'file/too-large' })
  expect(await readdir(join(folder, 'small'))).toEqual([])
})

test('what breaks off leaves nothing', async () => {
  const broken = new ReadableStreamThatBreaks()
  await expect(new Inbox(join(folder, 'broken')).receive('x.csv', broken.stream)).rejects.toThrow('gone')
  expect(await readdir(join(folder, 'broken'))).toEqual([])
})

class ReadableStreamThatBreaks {
  readonly stream = new globalThis.ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Uint8Array.of(1)),
    pull: (controller) => controller.error(new Error('gone')),
  })
}
