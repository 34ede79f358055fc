import { existsSync } from 'node:fs'
import { lastWords, runCommand } from './setup/command.mjs'
import { say, sayStill } from './setup/say.mjs'

/** Whether packages of Debian can be installed without asking anybody. */
export function isDebianRoot() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0
}

/**
 * Installs a package of Debian. Waits while another installation is under way.
 * @param {string} name
 * @param {string} purpose what it is for, with its size
 * @throws {Error} where apt-get fails
 */
export async function installFromDebian(name, purpose) {
  say(`installing ${name} with apt-get for ${purpose}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-q', '-o', 'DPkg::Lock::Timeout=600']
  await sayStill('reading package lists', runCommand('apt-get', ['update', ...wait], { env }))
  const args = ['install', ...wait, '-y', '--no-install-recommends', name]
  const result = await sayStill('installing', runCommand('apt-get', args, { env }))
  if (result.code !== 0) throw new Error(`apt-get could not install ${name}: ${lastWords(result)}`)
}
