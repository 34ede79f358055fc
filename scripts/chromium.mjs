import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { lastWords, runCommand } from './setup/command.mjs'
import { say, sayStill } from './setup/say.mjs'

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
 * @param {readonly string[]} programs
 * @param {NodeJS.ProcessEnv} env
 */
function onPath(programs, env) {
  const folders = (env.PATH ?? '').split(delimiter)
  return folders.flatMap((folder) => programs.map((name) => join(folder, name)))
}

/** @param {readonly string[]} paths */
function firstThere(paths) {
  return paths.find((path) => path !== '' && existsSync(path))
}

/**
 * A Chromium for the tests that need a browser, installed where that can be done without asking.
 * @returns {Promise<string>} its path
 * @throws {Error} saying what to install
 */
export async function ensureTestBrowser() {
  const [shell, whole] = [findShell(process.env), findChromium()]
  if (shell) return shell
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    // Where there is the whole browser, the other one is merely faster.
    const failure = await installFirst(whole ? ['chromium-headless-shell'] : ['chromium-headless-shell', 'chromium'])
    if (failure !== undefined && !whole) throw new Error(`apt-get could not install chromium: ${failure}`)
  }
  const found = findTestBrowser()
  if (found) return found
  throw new Error('the browser tests need Chromium: install it, or name it in HOLDOUT_CHROMIUM')
}

/**
 * Installs the first of these packages that can be had.
 * @param {readonly string[]} packages
 * @returns {Promise<string | undefined>} why none could be
 */
async function installFirst(packages) {
  say(`installing ${packages[0]} with apt-get for the browser tests (about 70 MB)`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::http::Timeout=20']
  const install = (/** @type {string} */ name) =>
    sayStill(
      'installing',
      runCommand('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...wait, name], { env }),
    )
  let failed = await install(packages[0])
  if (failed.code === 0) return undefined
  await sayStill('reading package lists', runCommand('apt-get', ['update', '-q', ...wait], { env }))
  for (const name of packages) {
    failed = await install(name)
    if (failed.code === 0) return undefined
  }
  return lastWords(failed)
}
