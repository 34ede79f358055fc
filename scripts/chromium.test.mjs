import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium } from './chromium.mjs'

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
