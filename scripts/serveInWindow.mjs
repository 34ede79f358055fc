import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findChromium } from './chromium.mjs'
import { cacheFolder } from './setup/folders.mjs'
import { say } from './setup/say.mjs'

/** Minutes after which a served app ends once its window is closed. */
const IDLE_MINUTES = '1'

/**
 * Serves the page to a window of Chromium that ends with it; without Chromium, prints the address to visit.
 * @param {string} program of the command line
 * @param {string[]} args of `holdout serve`
 * @param {string} [otherOpener] a program that opens pages in whatever browser the person uses, tried where there is no Chromium
 * @returns {Promise<number>} exit code
 */
export async function serveInWindow(program, args, otherOpener) {
  const chromium = hasDisplay() ? findChromium() : undefined
  const opener = chromium ?? (hasDisplay() ? otherOpener : undefined)
  const idle = opener && !args.includes('--idle') ? ['--idle', IDLE_MINUTES] : []
  const server = spawn(process.execPath, [program, 'serve', ...idle, ...args], {
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => server.kill(signal))
  server.stdout.setEncoding('utf8')
  server.stdout.once('data', (/** @type {string} */ text) => {
    if (chromium) openWindow(chromium, text.trim())
    else if (opener) startOpener(opener, [redirectPage(text.trim())], text.trim())
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
  startOpener(chromium, [...args, ...root], address)
}

/**
 * @param {string} opener
 * @param {string[]} args
 * @param {string} address
 */
function startOpener(opener, args, address) {
  const child = spawn(opener, args, { stdio: 'ignore', detached: true })
  child.on('error', () => say(`${opener} could not be started; open ${address}`))
  child.unref()
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
