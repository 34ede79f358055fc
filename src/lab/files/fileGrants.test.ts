import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FileGrants } from './fileGrants.ts'

const resources = fileURLToPath(new URL('../../../resources', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-grants-'))
  await writeFile(join(folder, 'a.csv'), 'a\n1\n')
})
afterAll(() => rm(folder, { recursive: true }))

test('a file pointed at is found again by its reference, which says nothing of its path', async () => {
  const grants = new FileGrants(resources)
  const file = await grants.grant(join(folder, 'a.csv'))
  expect(file).toMatchObject({ name: 'a.csv', bytes: 4 })
  expect(JSON.stringify(file)).not.toContain(folder)
  expect(await grants.pathOf(file.ref)).toBe(join(folder, 'a.csv'))
  expect((await grants.grant(join(folder, '.', 'a.csv'))).ref).toBe(file.ref)
})

test('what ships with Holdout may be read and not overwritten', async () => {
  const grants = new FileGrants(resources)
  expect(await grants.pathOf('sample:sonar')).toBe(join(resources, 'samples', 'sonar.csv'))
  expect(await grants.pathOf('example:sonar-dropout')).toBe(join(resources, 'examples', 'sonar-dropout.yaml'))
  expect(grants.isOwn('sample:sonar')).toBe(false)
})

test.each([
  'file:made-up',
  'sample:../../package',
  'sample:..%2fx',
  'example:nothing',
  '/etc/passwd',
  'sample:',
  'toString:a',
])('nothing else can be reached: %s', async (ref) => {
  await expect(new FileGrants(resources).pathOf(ref)).rejects.toMatchObject({ code: 'file/not-granted' })
})

test('a file that has gone is said to be gone', async () => {
  const grants = new FileGrants(resources)
  const { ref } = await grants.grant(join(folder, 'gone.csv'))
  await expect(grants.pathOf(ref)).rejects.toMatchObject({ code: 'file/not-found' })
})

test('a copy that a browser has sent is chosen, and not the file that saving is about', async () => {
  const inbox = join(folder, 'inbox')
  const grants = new FileGrants(resources, inbox)
  await mkdir(inbox)
  await writeFile(join(inbox, 'sent.yaml'), 'holdout: 1\n')
  const [sent, own] = [await grants.grant(join(inbox, 'sent.yaml')), await grants.grant(join(folder, 'a.csv'))]
  expect([grants.isChosen(sent.ref), grants.isOwn(sent.ref)]).toEqual([true, false])
  expect([grants.isChosen(own.ref), grants.isOwn(own.ref)]).toEqual([true, true])
  expect(grants.isChosen('sample:sonar')).toBe(false)
})
