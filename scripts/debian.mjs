import { existsSync } from 'node:fs'
import { lastWords, runCommand } from './setup/command.mjs'
import { say, sayStill } from './setup/say.mjs'

/** Whether packages of Debian can be installed without asking anybody. */
export function isDebianRoot() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0
}

/**
 * Installs the first of these packages of Debian that can be had. Waits while another installation is under way.
 * @param {readonly string[]} packages
 * @param {string} purpose what it is for, with its size
 * @returns {Promise<string | undefined>} why none could be installed
 */
export async function installFirst(packages, purpose) {
  say(`installing ${packages[0]} with apt-get for ${purpose}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::http::Timeout=20']
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
