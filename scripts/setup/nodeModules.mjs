import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lastWords, plainEnvironment, runCommand } from './command.mjs'
import { parseJson } from './parseJson.mjs'
import { nodeSums } from './pins.mjs'
import { platformName } from './platform.mjs'
import { say, sayStill } from './say.mjs'
import { requireSum } from './sha256.mjs'

/**
 * @typedef {Record<string, { version: string, optional?: boolean }>} Packages
 * @typedef {{ root: string, env: NodeJS.ProcessEnv, onStart: (pid: number) => void }} Place
 */

/**
 * The Node of this checkout: the one in package.json, whatever the machine has.
 * @param {string} root
 * @param {NodeJS.Platform} [platform]
 */
export function localNode(root, platform = process.platform) {
  return join(root, 'node_modules', 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * Makes sure of the packages in package-lock.json and of the checkout's own Node.
 * @param {string} root
 * @param {(pid: number) => void} onStart learns the process ids of those at work on `node_modules`
 * @throws {Error} when npm cannot install them
 */
export async function ensureNodeModules(root, onStart) {
  const env = plainEnvironment(root)
  if (!(await isInstalled(root))) await installPackages({ root, env, onStart })
  const wanted = await wantedNode(root)
  if ((await nodeVersion(root, env)) !== wanted) await installNode({ root, env, onStart }, wanted)
}

/**
 * Whether npm once finished installing exactly what the lockfile says: it writes its own copy of the lockfile last.
 * @param {string} root
 * @returns {Promise<boolean>}
 */
export async function isInstalled(root) {
  const [wanted, found] = await Promise.all([
    readPackages(join(root, 'package-lock.json')),
    readPackages(join(root, 'node_modules', '.package-lock.json')),
  ])
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true
    if (!(path in found)) return optional === true
    return found[path].version === version && existsSync(join(root, path))
  })
}

/**
 * @param {string} lockfile
 * @returns {Promise<Packages>}
 */
async function readPackages(lockfile) {
  const text = await readFile(lockfile, 'utf8').catch(() => '{}')
  const lock = /** @type {{ packages?: Packages }} */ (parseJson(text))
  return lock.packages ?? {}
}

/**
 * No script of any package runs, in whatever way the npm at hand treats them: the only one needed is called by name.
 * @param {Place} place
 */
async function installPackages(place) {
  const { root } = place
  const count = Object.keys(await readPackages(join(root, 'package-lock.json'))).length
  say(`installing ${count} packages with npm (about 240 MB to fetch, 740 MB on disk)`)
  const flags = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const result = await sayStill('installing', runNpm(flags, place))
  if (result.code !== 0) throw new Error(`npm could not install the packages: ${result.output}`)
}

/**
 * @param {string[]} args
 * @param {Place} place
 */
function runNpm(args, { root: cwd, env, onStart }) {
  // Under `npm run` the npm at work says where it is, which also holds where `npm` is a shell script.
  const own = env.npm_execpath
  if (own?.endsWith('.js')) return runCommand(someNode(env), [own, ...args], { cwd, env, onStart })
  return runCommand('npm', args, { cwd, env, onStart, shell: process.platform === 'win32' })
}

/**
 * A Node that is there: this process may run in the checkout's own, which `npm ci` has just deleted.
 * @param {NodeJS.ProcessEnv} env
 */
function someNode(env) {
  return [process.execPath, env.npm_node_execpath].find((path) => path && existsSync(path)) ?? 'node'
}

/** @param {string} root */
async function wantedNode(root) {
  const lock = await readPackages(join(root, 'package-lock.json'))
  return lock['node_modules/node'].version
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
async function nodeVersion(root, env) {
  const { code, output } = await runCommand(localNode(root), ['--version'], { env })
  return code === 0 ? output.replace(/^v/, '') : undefined
}

/**
 * A Node that is not the one expected is removed, so that the next set-up fetches it again.
 * @param {string} program
 * @param {string} version
 */
async function requireNode(program, version) {
  try {
    await requireSum(program, nodeSums[`${version} ${platformName()}`], `Node ${version}`)
  } catch (error) {
    await rm(program, { force: true })
    throw error
  }
}

/**
 * The `node` package's own install script: it fetches the binary for this machine from the registry.
 * @param {Place} place
 * @param {string} wanted
 */
async function installNode(place, wanted) {
  const { root, env, onStart } = place
  say(`installing Node ${wanted} for this checkout (about 53 MB)`)
  const cwd = join(root, 'node_modules', 'node')
  const work = runCommand(someNode(env), ['installArchSpecificPackage.js'], { cwd, env, onStart })
  const result = await sayStill('installing', work)
  const found = await nodeVersion(root, env)
  if (found !== wanted) throw new Error(`Node ${wanted} could not be installed: ${lastWords(result)}`)
  await requireNode(localNode(root), wanted)
  // npm links programs before it runs scripts: the binary came too late for `node_modules/.bin/node`.
  await runNpm(['rebuild', 'node', '--ignore-scripts', '--loglevel=error'], place)
}
