import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { lastWords, runCommand } from './setup/command.mjs'
import { say, sayStill } from './setup/say.mjs'

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
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new Error('the browser tests need Chromium: install it, or name it in HOLDOUT_CHROMIUM')
  }
  await installFromDebian()
  const installed = findChromium()
  if (!installed) throw new Error('apt-get installed chromium, and yet it is in none of the usual places')
  return installed
}

async function installFromDebian() {
  say('installing Chromium with apt-get for the browser tests (about 100 MB)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await sayStill('reading package lists', runCommand('apt-get', ['update', '-q'], { env }))
  const args = ['install', '-q', '-y', '--no-install-recommends', 'chromium']
  const result = await sayStill('installing', runCommand('apt-get', args, { env }))
  if (result.code !== 0) throw new Error(`apt-get could not install chromium: ${lastWords(result)}`)
}
