// Opens the app: in Electron where its binary is there; else in a window of Chromium; else by an address to visit.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
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
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  const args = [
    `--app=${redirectPage(address)}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
  ]
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const window = spawn(chromium, [...args, ...root], { stdio: 'ignore', detached: true })
  window.on('error', () => say(`Chromium could not be started; open ${address}`))
  window.unref()
}

/**
 * The address is good for one visit and must be this window's: arguments of a program can be read by every user of the machine,
 * so the window is given a page that only this user can read, and that leads there.
 * @param {string} address
 * @returns {string} address of the page
 */
function redirectPage(address) {
  const folder = mkdtempSync(join(tmpdir(), 'holdout-open-'))
  const page = join(folder, 'open.html')
  const html = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Holdout</title>`
  writeFileSync(page, html, { mode: 0o600 })
  const forget = () => rmSync(folder, { recursive: true, force: true })
  setTimeout(forget, 30_000).unref()
  process.on('exit', forget)
  return pathToFileURL(page).href
}

process.exitCode = await openApp()
