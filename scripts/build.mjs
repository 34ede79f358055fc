// `npm run build`: page, main, preload and trainer into out/. With --if-stale only where a source is newer than the build.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkout } from './setup/folders.mjs'
import { withLock } from './setup/lock.mjs'

const stamp = join(checkout, 'out', '.built')

/**
 * Builds the app where a source is newer than what was built. One program builds at a time: others wait for it and use what it built.
 * @returns {Promise<boolean>} whether the app is built
 */
export async function ensureBuilt() {
  if (!isBuildStale()) return true
  return await withLock(join(checkout, 'node_modules', '.cache', 'build-lock'), async () => {
    return !isBuildStale() || (await buildApp())
  })
}

/** Whether a source, the configuration or the lockfile is newer than the build. */
export function isBuildStale() {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs
  if (built === undefined) return true
  const files = ['electron.vite.config.ts', 'package-lock.json'].map((name) => join(checkout, name))
  const sources = readdirSync(join(checkout, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[.]test[.]ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  return [...files, ...sources].some((file) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > built)
}

/**
 * Builds the app; its output is shown only where it fails.
 * @returns {Promise<boolean>} whether it could be built
 */
async function buildApp() {
  // Taken before: what is saved while the build runs is newer than it.
  const began = new Date()
  const vite = join(checkout, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: checkout })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)))
  const code = /** @type {number | null} */ (await new Promise((resolve) => child.once('close', resolve)))
  if (code !== 0) process.stderr.write(output)
  else if (existsSync(join(checkout, 'out'))) writeFileSync(stamp, `${began.toISOString()}\n`)
  return code === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isBuilt = await (process.argv.includes('--if-stale') ? ensureBuilt() : buildApp())
  if (!isBuilt) process.exitCode = 1
}
