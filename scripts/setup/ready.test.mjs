import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeCheckout } from './fakes/fakeCheckout.mjs'
import { cacheFolder, checkout } from './folders.mjs'
import { sourceFolder } from './kernelSources.mjs'
import { localNode } from './nodeModules.mjs'
import { prepareNative } from './prepareNative.mjs'
import { ensureReady, isPortableWanted, rememberingEnv } from './ready.mjs'
import { currentStamp, isReady, readState, statePath } from './state.mjs'

/** @type {FakeCheckout} */
let fake

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  fake = await FakeCheckout.create()
  const probe = () => Promise.resolve('2.21.0')
  await prepareNative({ root: fake.root, cache: fake.cache, portable: false, env: fake.env, probe })
})
afterEach(() => fake.remove())

function ready() {
  return isReady(readState(fake.root), { stamp: currentStamp(fake.root), portable: false })
}

test('a second time touches nothing', async () => {
  const before = await stat(statePath(fake.root))
  const calls = await fake.called()
  await rm(fake.cache + '/locks', { recursive: true, force: true })
  await ensureReady({ root: fake.root, cache: fake.cache, portable: false })
  expect((await stat(statePath(fake.root))).mtimeMs).toBe(before.mtimeMs)
  expect(await fake.called()).toEqual(calls)
  expect(existsSync(join(fake.cache, 'locks'))).toBe(false)
})

test('another lockfile means to set up again', async () => {
  expect(ready()).toBe(true)
  await writeFile(join(fake.root, 'package-lock.json'), '{"packages":{"":{}}}')
  expect(ready()).toBe(false)
})

test('another source of the training kernel means to set up again', async () => {
  const file = join(sourceFolder(fake.root), 'addon.cc')
  const text = await readFile(file, 'utf8')
  await writeFile(file, `${text}// changed\n`)
  expect(ready()).toBe(false)
  await writeFile(file, text)
  expect(ready()).toBe(true)
})

test('a missing or shortened file means to set up again', async () => {
  const files = readState(fake.root)?.files ?? []
  for (const { path } of files.slice(1)) {
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(1))
    expect(ready(), path).toBe(false)
    await writeFile(path, bytes)
    expect(ready()).toBe(true)
  }
  await rm(localNode(fake.root))
  expect(ready()).toBe(false)
})

test('a damaged state is no state', async () => {
  await writeFile(statePath(fake.root), '{"stamp"')
  expect(ready()).toBe(false)
})

test('the portable backend is asked for by environment or argument', () => {
  expect(isPortableWanted(['run', 'x.yaml'], {})).toBe(false)
  expect(isPortableWanted(['run', '--portable'], {})).toBe(true)
  expect(isPortableWanted([], { HOLDOUT_BACKEND: 'portable' })).toBe(true)
})

test('the cache is where each platform keeps such things', () => {
  const here = { HOME: '/home/ada' }
  expect(cacheFolder(here, 'linux')).toBe('/home/ada/.cache/holdout')
  expect(cacheFolder({ ...here, XDG_CACHE_HOME: '/fast' }, 'linux')).toBe('/fast/holdout')
  expect(cacheFolder(here, 'darwin')).toBe('/home/ada/Library/Caches/Holdout')
  expect(cacheFolder({ ...here, HOLDOUT_CACHE: '/elsewhere' }, 'win32')).toBe('/elsewhere')
})

test('what was compiled is kept within the checkout, unless somebody has another place for it', () => {
  expect(rememberingEnv({ LANG: 'C' })).toMatchObject({
    LANG: 'C',
    NODE_COMPILE_CACHE: join(checkout, 'node_modules', '.cache', 'compiled'),
  })
  expect(rememberingEnv({ NODE_COMPILE_CACHE: '/elsewhere' }).NODE_COMPILE_CACHE).toBe('/elsewhere')
})
