import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installFromDebian, isDebianRoot } from './debian.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Places outside PATH, by platform.
 * @type {Partial<Record<NodeJS.Platform, string[]>>}
 */
const places = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
}

/**
 * A Chromium of this machine: `HOLDOUT_CHROMIUM`, or one in the usual places.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} its path
 */
export function findChromium(env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter)
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const others = places[process.platform] ?? []
  return [env.HOLDOUT_CHROMIUM ?? '', ...found, ...others].find((path) => path !== '' && existsSync(path))
}

/**
 * A Chromium for the tests that need a browser, installed where that can be done without asking.
 * @returns {Promise<string>} its path
 * @throws {Error} saying what to install
 */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (!isDebianRoot()) {
    throw new Error('the browser tests need Chromium: install it, or name it in HOLDOUT_CHROMIUM')
  }
  await installFromDebian('chromium', 'the browser tests (about 100 MB)')
  const installed = findChromium()
  if (!installed) throw new Error('apt-get installed chromium, and yet it is in none of the usual places')
  return installed
}
