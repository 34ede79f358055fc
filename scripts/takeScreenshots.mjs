// Takes every screen as the browser tests do, into test-results/screens, and of these the README's into docs/screens.
import { spawn } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureTestBrowser } from './chromium.mjs'
import { checkout } from './setup/folders.mjs'

/** Screens of the README, by their names in the pictures that were taken. */
const SHOWN = {
  start: 'start',
  data: 'data-preview',
  model: 'model-cards',
  run: 'run-finished',
  history: 'history-verdict',
}

/** @returns {Promise<boolean>} whether every screen could be taken */
async function takeAll() {
  const playwright = join(checkout, 'node_modules', '@playwright', 'test', 'cli.js')
  const args = [playwright, 'test', '--config', join('e2e', 'playwright.config.ts'), '--reporter=line', 'screens']
  const env = { ...process.env, HOLDOUT_CHROMIUM: await ensureTestBrowser(), HOLDOUT_PICTURES: '1' }
  const child = spawn(process.execPath, args, { cwd: checkout, env, stdio: 'inherit' })
  return new Promise((resolve) => child.once('close', (code) => resolve(code === 0)))
}

async function keepShown() {
  const folder = join(checkout, 'docs', 'screens')
  await mkdir(folder, { recursive: true })
  for (const [name, screen] of Object.entries(SHOWN)) {
    for (const theme of ['light', 'dark']) {
      const taken = join(checkout, 'test-results', 'screens', `${screen}-1280x800-${theme}-en.png`)
      await copyFile(taken, join(folder, `${name}-${theme}.png`))
    }
  }
}

if (await takeAll()) await keepShown()
else process.exitCode = 1
