import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt } from './build.mjs'

const folder = mkdtempSync(join(tmpdir(), 'holdout-window-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
// The server needs the page.
beforeAll(async () => expect(await ensureBuilt()).toBe(true), 300_000)

/** Stands for Chromium: keeps its arguments, and then does nothing. */
function recordingBrowser() {
  const file = join(folder, 'browser')
  writeFileSync(
    file,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments.part'\nmv '${folder}/arguments.part' '${folder}/arguments'\n`,
  )
  chmodSync(file, 0o755)
  return file
}

/**
 * @param {() => boolean} isTrue
 * @param {string} what
 */
async function until(isTrue, what) {
  for (let tries = 0; !isTrue(); tries += 1) {
    if (tries > 600) throw new Error(`${what}: not within 60 s`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

it.skipIf(process.platform !== 'linux')(
  'the address for one visit is in no list of processes: the window gets a page that this user alone can read',
  async () => {
    const program = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
    const module = new URL('serveInWindow.mjs', import.meta.url).href
    const script = `import { serveInWindow } from ${JSON.stringify(module)}
process.exitCode = await serveInWindow(${JSON.stringify(program)}, ['--workspace', ${JSON.stringify(join(folder, 'workspace'))}])`
    const env = { ...process.env, HOLDOUT_CHROMIUM: recordingBrowser(), DISPLAY: ':99' }
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...env, HOLDOUT_CACHE: join(folder, 'cache') },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (printed += text))
    const ended = new Promise((resolve) => child.once('close', resolve))
    try {
      await until(() => existsSync(join(folder, 'arguments')), 'the window is opened')
      const given = readFileSync(join(folder, 'arguments'), 'utf8')
      const page = fileURLToPath(/--app=(file:\S+)/.exec(given)?.[1] ?? '')
      const address = /url=(http:\/\/127\.0\.0\.1:\d+\/\S+?)"/.exec(readFileSync(page, 'utf8'))?.[1] ?? ''
      const secret = new URL(address).href.slice(new URL(address).origin.length + 1)
      expect(secret.length).toBeGreaterThan(20)
      expect(given).not.toContain(secret)
      expect(printed).not.toContain(secret)
      expect(statSync(page).mode & 0o777).toBe(0o600)
      expect(statSync(join(page, '..')).mode & 0o777).toBe(0o700)
      expect((await fetch(address, { redirect: 'manual' })).status).toBeLessThan(400)
    } finally {
      child.kill('SIGTERM')
      await ended
    }
  },
  120_000,
)
