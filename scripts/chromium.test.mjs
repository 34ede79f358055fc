import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium, findTestBrowser } from './chromium.mjs'

/** @type {string} */
let folder

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-chromium-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('finds a browser on PATH, and prefers the one that is named', async () => {
  const [found, named] = [join(folder, 'chromium'), join(folder, 'my browser')]
  await writeFile(found, '')
  await writeFile(named, '')
  const env = { PATH: ['/nowhere', folder].join(delimiter) }
  expect(findChromium(env)).toBe(found)
  expect(findChromium({ ...env, HOLDOUT_CHROMIUM: named })).toBe(named)
  expect(findChromium({ ...env, HOLDOUT_CHROMIUM: join(folder, 'missing') })).toBe(found)
})

test('tests take the browser without a window where it is there, and the one that is named first', async () => {
  const [whole, shell, named] = ['chromium', 'chromium-headless-shell', 'my browser'].map((name) => join(folder, name))
  await writeFile(whole, '')
  const env = { PATH: folder }
  expect(findTestBrowser(env)).toBe(whole)
  await writeFile(shell, '')
  await writeFile(named, '')
  expect(findTestBrowser(env)).toBe(shell)
  expect(findTestBrowser({ ...env, HOLDOUT_CHROMIUM: named })).toBe(named)
  // It has no window to show the app in.
  expect(findChromium(env)).toBe(whole)
})
