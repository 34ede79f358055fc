import { installFirst, isDebianRoot } from './debian.mjs'
import { firstThere, onPath } from './findProgram.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Chromium without its own window, tabs and tools: for each page of a test, the whole browser computes some of them anew. */
const shells = ['chromium-headless-shell', 'chrome-headless-shell']

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
 * A Chromium of this machine with a window: `HOLDOUT_CHROMIUM`, or one in the usual places.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} its path
 */
export function findChromium(env = process.env) {
  return firstThere([named(env), ...onPath(names, env), ...(places[process.platform] ?? [])])
}

/**
 * A Chromium of this machine for tests: `HOLDOUT_CHROMIUM`, one without a window, or else one with it.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} its path
 */
export function findTestBrowser(env = process.env) {
  return findShell(env) ?? findChromium(env)
}

/** @param {NodeJS.ProcessEnv} env */
function findShell(env) {
  return firstThere([named(env), ...onPath(shells, env)])
}

/** @param {NodeJS.ProcessEnv} env */
function named(env) {
  return env.HOLDOUT_CHROMIUM ?? ''
}

/**
 * A Chromium for the tests that need a browser, installed where that can be done without asking.
 * @returns {Promise<string>} its path
 * @throws {Error} saying what to install
 */
export async function ensureTestBrowser() {
  const [shell, whole] = [findShell(process.env), findChromium()]
  if (shell) return shell
  if (isDebianRoot()) {
    // Where there is the whole browser, the other one is merely faster.
    const packages = ['chromium-headless-shell', ...(whole ? [] : ['chromium'])]
    const failure = await installFirst(packages, 'the browser tests (about 70 MB)')
    if (failure !== undefined && !whole) throw new Error(`apt-get could not install chromium: ${failure}`)
  }
  const found = findTestBrowser()
  if (found) return found
  throw new Error('the browser tests need Chromium: install it, or name it in HOLDOUT_CHROMIUM')
}
