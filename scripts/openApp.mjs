// Opens the app: in Electron where its binary is there; else in a window of Chromium; else by an address to visit.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp, isBuildStale } from './build.mjs'
import { findChromium } from './chromium.mjs'
import { electronBinary } from './electronBinary.mjs'
import { cacheFolder, checkout } from './setup/folders.mjs'
import { runProgram } from './setup/ready.mjs'
import { say, sayStill } from './setup/say.mjs'

/** Minutes after which a served app ends once its window is closed. */
const IDLE_MINUTES = '1'

async function openApp() {
  if (isBuildStale() && !(await sayStill('building the app', buildApp()))) return 1
  const args = process.argv.slice(2)
  const electron = electronBinary()
  if (electron) return runProgram(electron, [checkout, ...args])
  return serveApp(args)
}

/**
 * @param {string[]} args of `holdout serve`
 * @returns {Promise<number>} exit code
 */
async function serveApp(args) {
  const chromium = hasDisplay() ? findChromium() : undefined
  const idle = chromium && !args.includes('--idle') ? ['--idle', IDLE_MINUTES] : []
  const program = join(checkout, 'src', 'cli', 'main.ts')
  const server = spawn(process.execPath, [program, 'serve', ...idle, ...args], {
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => server.kill(signal))
  server.stdout.setEncoding('utf8')
  server.stdout.once('data', (/** @type {string} */ text) => {
    if (chromium) openWindow(chromium, text.trim())
    process.stdout.write(chromium ? 'Holdout is open in a window of its own; close it to end.\n' : text)
  })
  return new Promise((resolve) => server.on('close', (code) => resolve(code ?? 1)))
}

/** Whether windows can be shown. */
function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
}

/**
 * A window without tabs and address, apart from the browser that somebody may be using.
 * @param {string} chromium
 * @param {string} address
 */
function openWindow(chromium, address) {
  const profile = join(cacheFolder(), 'window')
  mkdirSync(profile, { recursive: true })
  const args = [`--app=${address}`, `--user-data-dir=${profile}`, '--no-first-run', '--no-default-browser-check']
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const window = spawn(chromium, [...args, ...root], { stdio: 'ignore', detached: true })
  window.on('error', () => say(`Chromium could not be started; open ${address}`))
  window.unref()
}

process.exitCode = await openApp()
